-- from now on a session is kept under the hash of its id: whoever reads the table cannot use what it holds
delete from sessions;
