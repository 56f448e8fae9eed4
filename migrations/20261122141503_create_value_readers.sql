-- attributes are text as people wrote it; these read it as domain::segment::{number_in, day_in} do
create function number_in(value text) returns double precision language sql immutable parallel safe return
    case when translate(value, ', ', '') ~ '^[-+]?[0-9]{1,15}(\.[0-9]{1,9})?$'
         then translate(value, ', ', '')::double precision end;

create function day_in(value text) returns text language sql immutable parallel safe return
    case when btrim(value, ' ') ~ '^(?!0000)[0-9]{4}[-/.](0[1-9]|1[0-2])[-/.](0[1-9]|[12][0-9]|3[01])([^0-9]|$)'
         then substr(btrim(value, ' '), 1, 4) || '-' || substr(btrim(value, ' '), 6, 2) || '-' || substr(btrim(value, ' '), 9, 2)
         when btrim(value, ' ') ~ '^(?!0000)[0-9]{4}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])([^0-9]|$)'
         then substr(btrim(value, ' '), 1, 4) || '-' || substr(btrim(value, ' '), 5, 2) || '-' || substr(btrim(value, ' '), 7, 2)
    end;
