create table authors (id int8 primary key, name text);
create table books (id bigint primary key, author_id bigint not null references authors,
    title character varying(255) default 'untitled');
