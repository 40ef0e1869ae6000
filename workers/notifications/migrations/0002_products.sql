-- The names of products, from the catalogue's events: stock knows products only by their ids.
create table products (
  product_id uuid primary key,
  sku text not null,
  name text not null,
  -- The product's version after the event. An event with a smaller version is outdated.
  version int not null
);
