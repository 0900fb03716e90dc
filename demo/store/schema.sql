-- The demo shop's own database. It knows nothing of Xiaoer's.
create table if not exists state (key text primary key, value jsonb not null);
create table if not exists shop (shop_id text primary key, api_key text not null unique, document jsonb not null);
create table if not exists record (
  shop_id text not null, kind text not null check (kind in ('product','order','parcel','refund','coupon','buyer')), id text not null,
  order_id text, customer_id text, document jsonb not null, updated_at bigint not null,
  primary key (shop_id, kind, id));
create index if not exists record_by_change on record (shop_id, kind, updated_at, id);
create index if not exists record_by_order on record (shop_id, order_id) where order_id is not null;
create index if not exists record_by_customer on record (shop_id, kind, customer_id) where customer_id is not null;
create table if not exists course (shop_id text not null, order_id text not null, steps jsonb not null, next_at bigint, primary key (shop_id, order_id));
create index if not exists course_due on course (next_at) where next_at is not null;
-- Goods put aside for an exchange until the first article is back.
create table if not exists hold (shop_id text not null, refund_id text not null, sku_id text not null, quantity int not null, primary key (shop_id, refund_id));
create table if not exists act (
  shop_id text not null, key text not null, kind text not null, order_id text, customer_id text, coupon_id text, amount_fen bigint not null default 0,
  body jsonb not null, outcome jsonb not null, at bigint not null,
  primary key (shop_id, key));
create table if not exists subscription (
  subscription_id text primary key, shop_id text not null, url text not null, secret text not null, created_at bigint not null);
create unique index if not exists subscription_url on subscription (shop_id, url);
create table if not exists push (
  push_id bigint generated always as identity primary key, subscription_id text not null references subscription on delete cascade, body text not null,
  state text not null default 'pending' check (state in ('pending','delivered','given-up')), attempts int not null default 0,
  next_at bigint not null, reason text);
create index if not exists push_due on push (next_at) where state = 'pending';
