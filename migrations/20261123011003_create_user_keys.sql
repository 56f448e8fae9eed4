-- as DynamoDB's table writes an address, where we write it in another way: its keys are compared octet by octet
create table user_keys (
    address text collate "C" primary key,
    key     text not null
);
