CREATE TYPE order_status AS ENUM ('open', 'paid', 'sent');

CREATE TABLE customers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text NOT NULL UNIQUE,
    name text NOT NULL,
    street text,
    city text,
    created_at timestamptz NOT NULL DEFAULT now(),
    CHECK (email LIKE '%@%')
);

CREATE TABLE orders (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint REFERENCES customers (id) ON DELETE SET NULL,
    status order_status NOT NULL DEFAULT 'open',
    total numeric(10,2) NOT NULL DEFAULT 0,
    note varchar(40),
    CHECK (total >= 0)
);
CREATE INDEX orders_status_idx ON orders (status) WHERE status <> 'sent';
COMMENT ON TABLE orders IS 'one row for each basket that was bought';

CREATE TABLE archive (
    id bigint PRIMARY KEY,
    body text
);
