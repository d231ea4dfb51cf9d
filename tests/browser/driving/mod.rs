//! Driving a browser: the engines, their drivers, profiles that outlive a browser, and what a person does with a
//! screen. It knows no page of the app.

mod authenticator;
mod axe;
mod browser;
mod developer_tools;
mod driver;
mod engine;
mod form;
mod kept_app;
mod keyboard;
mod offline;
mod process_group;
mod profile;
mod screen;
mod vendor_command;
mod waiting;
mod window;
mod x_server;

#[allow(unused_imports, reason = "the fault runner looks at no page")]
pub(crate) use axe::Flaws;
pub(crate) use browser::Browser;
pub(crate) use engine::Engine;
pub(crate) use waiting::until;
#[allow(unused_imports, reason = "the fault runner does without")]
pub(crate) use waiting::{until_calmly, until_patiently};
pub(crate) use window::Window;
