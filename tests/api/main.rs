//! What the server promises to whoever speaks its API, runs its commands, or ends its process.

mod access;
mod administration;
mod audit;
mod backup;
mod consent;
mod contacts;
mod dashboards;
mod durability;
mod erasure;
mod import;
mod invitations;
mod limits;
mod openid;
mod postgres;
mod pull;
mod push;
mod quarantine;
mod rebuild;
mod reminders;
mod rights;
mod sealing;
mod sessions;
mod sign_in;
mod staff_sign_in;
mod start;
mod surface;
