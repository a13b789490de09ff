-- One row is one claim: what one speaker demanded, offered, refused …, as reports of all languages within 72 hours of
-- the first one tell it. Target, places and amounts are those of its fullest report, of these the earliest.
create table claims (
    claim_id varchar,
    claim_key varchar,
    speaker varchar,
    speaker_name varchar,
    type varchar,
    facet varchar,
    target varchar,
    negated boolean,
    places struct(place varchar, role varchar)[],
    amounts struct(value double, unit varchar, side varchar)[],
    first_at timestamp,
    last_at timestamp,
    reports integer,
    publishers integer,
    languages varchar[]
);
