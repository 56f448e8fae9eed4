-- The account that pages launch through: the one offered last by a dispatcher that lives.
create view offer_in_force as
select o.*
from offers o join living_dispatchers l on l.number = o.number
order by o.since desc, o.number desc
limit 1;
