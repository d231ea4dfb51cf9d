//! A history before it happens: what is done, to whom, and when, in the order of time. It is drawn from a seed, and can be
//! shortened by leaving steps out, since each step brings its own luck.

use crate::cast::Person;
use crate::cast::{STAYS, SUPERVISORS};
use crate::dice::Dice;
use std::fmt;

/// What happens in a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// The person saves a record on the device; the step's luck says which.
    Save,
    /// The person saves so many records at once: more than one push takes.
    SaveMany(u8),
    /// Something breaks the text of a record that waits in the device's store.
    Rot,
    /// The app is opened, or comes to the foreground.
    Open,
    /// The browser believes that there is a network again.
    Online,
    /// The app is killed between two instructions.
    Crash,
    /// The browser empties the device's store.
    Wipe,
    /// The next transactions of the device's store fail.
    StoreFails(u8),
    /// So many of a hundred exchanges meet a fault from now on.
    Weather(u8),
    /// Something on the way refuses bodies longer than this from now on.
    Narrow(u16),
    /// The device's clock is off by so many days from now on.
    Clock(i32),
    /// The session of the device ends.
    EndSession,
    /// The person signs in again.
    SignIn,
    /// The app is replaced by the newest version.
    Update,
    /// The server is killed, and stays away for so many seconds.
    KillServer(u16),
    /// The server's clock is off by so many hours from now on.
    ServerClock(i8),
    /// A backup of the server's store is made.
    Backup,
    /// The server's store is replaced by a backup: so many backups ago.
    Restore(u8),
    /// A participation is erased.
    Erase,
    /// Something sends other content under the id of a record that is there.
    Forge,
    /// The server is replaced by the newest version.
    UpdateServer,
}

impl Deed {
    /// Whether it is a fault, and counted as one.
    pub const fn is_a_fault(self) -> bool {
        !matches!(
            self,
            Self::Save
                | Self::SaveMany(_)
                | Self::Open
                | Self::Online
                | Self::SignIn
                | Self::Backup
                | Self::Weather(_)
                | Self::Update
                | Self::UpdateServer
        )
    }

    /// Whether it happens to a device, and not to the server.
    pub const fn is_of_a_device(self) -> bool {
        !matches!(
            self,
            Self::KillServer(_)
                | Self::ServerClock(_)
                | Self::Backup
                | Self::Restore(_)
                | Self::Erase
                | Self::Forge
                | Self::UpdateServer
        )
    }
}

/// One thing that is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Milliseconds after the history begins.
    pub at: i64,
    /// On which device, or to the server through which.
    pub device: usize,
    /// What.
    pub deed: Deed,
    /// What the step draws by, where it leaves something open.
    pub luck: u64,
}

/// A device at the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner {
    /// Whose it is.
    pub person: Person,
    /// Whether its app is of an earlier version.
    pub has_old_app: bool,
}

/// A whole history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// What everything is drawn by that no step draws.
    pub seed: u64,
    /// The devices.
    pub devices: Vec<Owner>,
    /// Whether the server is of an earlier version at the beginning.
    pub has_old_server: bool,
    /// What is done, in the order of time.
    pub steps: Vec<Step>,
}

impl Script {
    /// The history of a seed.
    pub fn of(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let devices: Vec<Owner> = (0..1 + dice.place(4))
            .map(|_| Owner { person: some_person(&mut dice), has_old_app: dice.percent(15) })
            .collect();
        let has_old_server = dice.percent(10);
        let mut at = 0;
        let count = 8 + dice.place(40);
        let is_stormy = dice.percent(60);
        let steps = (0..count)
            .map(|_| {
                at += pause(&mut dice);
                Step {
                    at,
                    device: dice.place(devices.len()),
                    deed: some_deed(&mut dice, is_stormy),
                    luck: dice.number(),
                }
            })
            .collect();
        Self { seed, devices, has_old_server, steps }
    }
}

fn some_person(dice: &mut Dice) -> Person {
    match dice.below(100) {
        0..50 => Person::Supervisor(dice.place(SUPERVISORS)),
        50..95 => Person::Participant(dice.place(STAYS)),
        _ => Person::Leader,
    }
}

fn pause(dice: &mut Dice) -> i64 {
    match dice.below(100) {
        0..40 => dice.span(0, 300),
        40..75 => dice.span(300, 10_000),
        75..92 => dice.span(10_000, 20 * 60_000),
        92..98 => dice.span(3_600_000, 2 * 86_400_000),
        _ => dice.span(86_400_000, 25 * 86_400_000),
    }
}

fn some_deed(dice: &mut Dice, is_stormy: bool) -> Deed {
    let small = |dice: &mut Dice, end: u64| u8::try_from(dice.below(end)).unwrap_or(0);
    match dice.below(if is_stormy { 200 } else { 150 }) {
        0..58 => Deed::Save,
        58..59 => Deed::SaveMany(dice.one_of(&[5, 20, 120]).unwrap_or(1)),
        59..60 => Deed::Rot,
        60..90 => Deed::Open,
        90..98 => Deed::Online,
        98..104 => Deed::Backup,
        104..108 => Deed::Restore(small(dice, 4)),
        108..111 => Deed::Erase,
        111..118 => Deed::Crash,
        118..123 => Deed::StoreFails(1 + small(dice, 3)),
        123..125 => Deed::EndSession,
        125..128 => Deed::SignIn,
        128..132 => Deed::KillServer(u16::from(small(dice, 200))),
        132..134 => Deed::ServerClock(dice.one_of(&[-1, 0, 24]).unwrap_or(0)),
        134..138 => Deed::Clock(dice.one_of(&[-2600, -1, 0, 1, 1800]).unwrap_or(0)),
        138..141 => Deed::Forge,
        141..144 => Deed::Update,
        144..146 => Deed::UpdateServer,
        146..148 => Deed::Wipe,
        148..158 => Deed::Narrow(dice.one_of(&[0, 700, 1200, 4000]).unwrap_or(0)),
        _ => Deed::Weather(dice.one_of(&[0, 20, 50, 90, 100]).unwrap_or(0)),
    }
}

impl Step {
    pub(crate) fn deed_of_whom(&self) -> String {
        if self.deed.is_of_a_device() {
            format!("device {}: {:?}", self.device, self.deed)
        } else {
            format!("server: {:?}", self.deed)
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.at / 1000;
        write!(
            f,
            "day {:>2} {:02}:{:02}:{:02}.{:03}  ",
            seconds / 86_400,
            seconds / 3600 % 24,
            seconds / 60 % 60,
            seconds % 60,
            self.at % 1000
        )?;
        f.write_str(&self.deed_of_whom())
    }
}

impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "a server{}", if self.has_old_server { " of an earlier version" } else { "" })?;
        for (number, owner) in self.devices.iter().enumerate() {
            let age = if owner.has_old_app { " with an app of an earlier version" } else { "" };
            writeln!(f, "device {number} of {:?}{age}", owner.person)?;
        }
        self.steps.iter().try_for_each(|step| writeln!(f, "{step}"))
    }
}
