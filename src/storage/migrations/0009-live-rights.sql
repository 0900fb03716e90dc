-- Who may change whose offers while a show is on: the shop those of the room, the room those of the shop.
alter table live_room add column shop_may_change boolean not null default true, add column may_change_shop boolean not null default false;
