-- where our pictures were ever to be found: what a template says of an earlier place is said of the present one in letters
create table image_addresses (
    -- up to the picture's name: https://cdn.shop.example/mail/
    base      text primary key,
    noted_at  timestamptz not null default now()
);
