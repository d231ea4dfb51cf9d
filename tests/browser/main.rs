//! A person's way through the finished app, in real browsers against the real server.

mod accessibility;
mod bad_devices;
mod bad_networks;
mod contacts;
mod content_security;
mod dashboards;
mod driving;
mod editions;
mod house;
mod invitation;
mod keyboard_alone;
mod large_text;
mod last_resort;
mod locked_phone;
mod openid;
mod own_record;
mod participants_month;
mod passkeys;
mod people;
mod screens;
mod second_person;
mod signing_out;
mod supervisors_follow_up;
mod updates;
mod walks;
mod worker_removal;
