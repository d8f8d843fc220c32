-- What pg_dump writes, with the words a person would use.
\restrict key
SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);

CREATE SCHEMA billing;
CREATE TYPE public.order_state AS ENUM ('new', 'paid; sent', 'it''s done');
ALTER TYPE public.order_state ADD VALUE 'lost' BEFORE 'it''s done';
CREATE DOMAIN public.email AS text NOT NULL CHECK (VALUE ~ '@');

CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  CREATE TABLE not_a_table (id integer); -- text of a body is no schema
  RETURN $$;$$;
END;
$body$;

CREATE TABLE public.customers (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    contact public.email,
    "Nick Name" text DEFAULT 'a;b'::text, -- a ; in a comment
    born date,
    created_at timestamp with time zone DEFAULT (now() AT TIME ZONE 'utc'::text) NOT NULL
);
COMMENT ON TABLE public.customers IS 'People who buy';
COMMENT ON COLUMN public.customers.contact IS E'where to write, it\'s checked';
ALTER TABLE public.customers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.customers_id_seq START WITH 1);

CREATE TABLE public.orders (
    id integer NOT NULL,
    customer_id bigint NOT NULL,
    referrer_id bigint,
    state public.order_state DEFAULT 'new'::public.order_state NOT NULL,
    tags text[] DEFAULT ARRAY['x'::text, 'y, z'],
    total numeric(10,2),
    twice numeric GENERATED ALWAYS AS ((total * (2)::numeric)) STORED,
    CONSTRAINT positive CHECK ((total >= (0)::numeric))
);
CREATE SEQUENCE public.orders_id_seq AS integer START WITH 1;
ALTER TABLE ONLY public.orders ALTER COLUMN id SET DEFAULT nextval('public.orders_id_seq'::regclass);

CREATE TABLE billing.invoices (
    order_id integer NOT NULL,
    number smallint NOT NULL,
    note text
) PARTITION BY RANGE (number);
CREATE TABLE billing.invoices_old PARTITION OF billing.invoices FOR VALUES FROM (0) TO (100);

COPY public.customers (id, name) FROM stdin;
1	CREATE TABLE in_data (id int);
\.

CREATE VIEW public.sums AS SELECT 1 AS one, 'CREATE TABLE nope (x int);'::text AS txt;
CREATE MATERIALIZED VIEW public.kept AS SELECT 1 AS one;

ALTER TABLE ONLY public.customers
    ADD CONSTRAINT customers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_pkey PRIMARY KEY (id);
ALTER TABLE ONLY billing.invoices
    ADD CONSTRAINT invoices_pkey PRIMARY KEY (order_id, number);
CREATE UNIQUE INDEX customers_nick ON public.customers USING btree (name, born DESC);
CREATE UNIQUE INDEX customers_lower ON public.customers USING btree (lower(name));
CREATE UNIQUE INDEX orders_once ON public.orders USING btree (referrer_id) WHERE (referrer_id IS NOT NULL);
CREATE INDEX orders_customer ON public.orders USING btree (customer_id);
ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_customer_fk FOREIGN KEY (customer_id) REFERENCES public.customers(id) ON DELETE CASCADE NOT VALID,
    ADD CONSTRAINT orders_referrer_fk FOREIGN KEY (referrer_id) REFERENCES public.customers ON DELETE SET NULL DEFERRABLE;
ALTER TABLE billing.invoices
    ADD CONSTRAINT invoices_order_fk FOREIGN KEY (order_id) REFERENCES public.orders(id) ON UPDATE RESTRICT;
GRANT SELECT ON public.orders TO reader;
\unrestrict key
