-- What products are called, from the catalogue's events: stock knows them by their ids alone.
create table products (
  product_id uuid primary key,
  sku text not null,
  name text not null,
  -- Of the product after the event: a smaller one is old.
  version int not null
);
