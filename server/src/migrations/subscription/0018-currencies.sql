-- compatible
-- The currencies of the org, if it has several (SYN-12). Amounts keep their own; what they are in the default one is worked out when
-- they are read, so that a rate that changes changes no record.

create table currency (
  iso_code text primary key,
  -- How much of it one of the default currency is worth.
  rate numeric not null check (rate > 0),
  decimal_places integer not null,
  -- Salesforce calls the default one the corporate currency.
  is_default boolean not null,
  is_active boolean not null
);

-- Rates by date, with Advanced Currency Management; each holds until the next one of its currency begins.
create table dated_rate (
  iso_code text not null,
  start_date date not null,
  rate numeric not null check (rate > 0),
  primary key (iso_code, start_date)
);

-- Number and newest stamp of the dated rates that were read.
alter table sync_state add column dated_rates text;

-- null where the rate is not known. Without a date, or without dated rates, the current rate.
create function in_default_currency(amount numeric, currency_code text, on_date date) returns numeric
language sql stable parallel safe
return case
  when currency_code is null then case when exists (select from currency) then null else amount end
  else (
    select round(
             amount / coalesce(
               (select d.rate from dated_rate d
                 where d.iso_code = c.iso_code and d.start_date <= on_date order by d.start_date desc limit 1),
               c.rate),
             coalesce((select k.decimal_places from currency k where k.is_default), 2))
      from currency c
     where c.iso_code = currency_code)
end;
