//! The figures from the command line: a cohort whose figures are known is imported into an empty folder, and every
//! report of it must give them.

mod audiences;
mod bad_input;
mod beside_the_server;
mod calculations;
mod close;
mod cohort;
mod dashboards;
mod figures;
mod files;
mod instruments;
mod invariance;
mod prices;
mod structural;
mod whole;
mod workbooks;
