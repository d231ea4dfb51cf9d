//! A disk with one folder that forgets: what was written and not synced is gone when the power goes, wholly or in part.
//! A file's content lasts from its own sync on, a name from the folder's. It is harsher than most disks: no sync of a
//! file keeps its name, and of what was not synced any sectors may be kept, later ones without earlier ones. Sectors
//! themselves are whole or not written. A sync that failed has forgotten what it should have kept: no later one keeps it.

use simulation::Dice;
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};

/// What is written at once, or not at all.
const SECTOR: usize = 512;

/// Why the disk does not do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// There is no such file.
    Missing,
    /// No room is left.
    Full,
    /// It failed.
    Broken,
}

/// How much of what was not synced is gone after a cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Loss {
    /// All of it.
    Everything,
    /// Any part of it, sector by sector.
    AnyPart,
}

/// The disk.
#[derive(Debug, Default)]
pub(crate) struct Disk {
    files: BTreeMap<u64, File>,
    names: BTreeMap<OsString, u64>,
    kept_names: BTreeMap<OsString, u64>,
    next: u64,
    is_off: bool,
    syncs_to_failure: Option<u64>,
    room: Option<usize>,
}

#[derive(Debug, Default)]
struct File {
    now: Vec<u8>,
    kept: Vec<u8>,
    unsynced: Vec<Change>,
}

#[derive(Debug)]
enum Change {
    Bytes(usize, Vec<u8>),
    Length(usize),
}

impl Change {
    fn apply(&self, content: &mut Vec<u8>) {
        match self {
            Self::Bytes(offset, bytes) => {
                let end = offset + bytes.len();
                if content.len() < end {
                    content.resize(end, 0);
                }
                content[*offset..end].copy_from_slice(bytes);
            }
            Self::Length(length) => content.resize(*length, 0),
        }
    }

    /// The parts of it that are kept or lost each by itself.
    fn parts(self) -> Vec<Self> {
        let Self::Bytes(offset, bytes) = self else { return vec![self] };
        let mut parts = Vec::new();
        let mut begin = 0;
        while begin < bytes.len() {
            let end = bytes.len().min(begin + SECTOR - (offset + begin) % SECTOR);
            parts.push(Self::Bytes(offset + begin, bytes[begin..end].to_vec()));
            begin = end;
        }
        parts
    }
}

impl Disk {
    /// A disk on which a file lies that was synced.
    pub(crate) fn with(name: &str, content: Vec<u8>) -> Self {
        let mut disk = Self { next: 2, ..Self::default() };
        disk.files.insert(2, File { now: content.clone(), kept: content, unsynced: Vec::new() });
        disk.names.insert(name.into(), 2);
        disk.kept_names.clone_from(&disk.names);
        disk
    }

    /// Cuts the power: nothing more is done until it is on again, and what was not synced is gone.
    pub(crate) fn cut(&mut self, loss: Loss, dice: &mut Dice) {
        self.is_off = true;
        for file in self.files.values_mut() {
            let unsynced = std::mem::take(&mut file.unsynced);
            if loss == Loss::AnyPart {
                let chance = dice.below(101);
                for part in unsynced.into_iter().flat_map(Change::parts).filter(|_| dice.percent(chance)) {
                    part.apply(&mut file.kept);
                }
            }
            file.now.clone_from(&file.kept);
        }
        if loss == Loss::Everything || dice.percent(50) {
            self.names.clone_from(&self.kept_names);
        } else {
            self.kept_names.clone_from(&self.names);
        }
        let names = &self.names;
        self.files.retain(|number, _| names.values().any(|named| named == number));
    }

    /// Turns the power on again, with a disk that is whole and has room.
    pub(crate) fn turn_on(&mut self) {
        self.is_off = false;
        (self.syncs_to_failure, self.room) = (None, None);
    }

    /// Lets the sync after so many others fail.
    pub(crate) fn fail_sync_after(&mut self, syncs: u64) {
        self.syncs_to_failure = Some(syncs);
    }

    /// Whether the failure that was ordered has come.
    pub(crate) const fn has_failed(&self) -> bool {
        self.syncs_to_failure.is_none()
    }

    /// Leaves room for so many more bytes.
    pub(crate) fn leave_room(&mut self, bytes: usize) {
        self.room = Some(bytes);
    }

    /// The file of a name.
    pub(crate) fn find(&self, name: &OsStr) -> Option<u64> {
        self.names.get(name).copied()
    }

    /// Every name.
    pub(crate) fn names(&self) -> impl Iterator<Item = (&OsString, u64)> {
        self.names.iter().map(|(name, number)| (name, *number))
    }

    /// How long a file is.
    pub(crate) fn length(&self, file: u64) -> Option<usize> {
        self.files.get(&file).map(|file| file.now.len())
    }

    /// Makes an empty file.
    pub(crate) fn create(&mut self, name: &OsStr) -> Result<u64, Refused> {
        self.works()?;
        self.next += 1;
        self.files.insert(self.next, File::default());
        self.names.insert(name.into(), self.next);
        Ok(self.next)
    }

    /// Takes a name away; who has the file open goes on with it.
    pub(crate) fn remove(&mut self, name: &OsStr) -> Result<(), Refused> {
        self.works()?;
        self.names.remove(name).map(drop).ok_or(Refused::Missing)
    }

    /// Gives a file another name.
    pub(crate) fn rename(&mut self, from: &OsStr, to: &OsStr) -> Result<(), Refused> {
        self.works()?;
        let file = self.names.remove(from).ok_or(Refused::Missing)?;
        self.names.insert(to.into(), file);
        Ok(())
    }

    /// Bytes of a file, fewer at its end.
    pub(crate) fn read(&self, file: u64, offset: usize, length: usize) -> Result<&[u8], Refused> {
        self.works()?;
        let content = &self.files.get(&file).ok_or(Refused::Missing)?.now;
        Ok(&content[offset.min(content.len())..(offset + length).min(content.len())])
    }

    /// Writes bytes, which last from the next sync on.
    pub(crate) fn write(&mut self, file: u64, offset: usize, bytes: &[u8]) -> Result<(), Refused> {
        let length = self.length(file).ok_or(Refused::Missing)?;
        self.take_room((offset + bytes.len()).saturating_sub(length))?;
        self.change(file, Change::Bytes(offset, bytes.to_vec()))
    }

    /// Cuts a file off, or fills it up with zeros.
    pub(crate) fn set_length(&mut self, file: u64, length: usize) -> Result<(), Refused> {
        self.change(file, Change::Length(length))
    }

    /// Makes a file's content last.
    pub(crate) fn sync(&mut self, file: u64) -> Result<(), Refused> {
        self.works()?;
        let file = self.files.get_mut(&file).ok_or(Refused::Missing)?;
        let unsynced = std::mem::take(&mut file.unsynced);
        match &mut self.syncs_to_failure {
            Some(0) => {
                self.syncs_to_failure = None;
                return Err(Refused::Broken);
            }
            Some(left) => *left -= 1,
            None => {}
        }
        unsynced.iter().for_each(|change| change.apply(&mut file.kept));
        Ok(())
    }

    /// Makes the names last.
    pub(crate) fn sync_names(&mut self) -> Result<(), Refused> {
        self.works()?;
        self.kept_names.clone_from(&self.names);
        Ok(())
    }

    fn change(&mut self, file: u64, change: Change) -> Result<(), Refused> {
        self.works()?;
        let file = self.files.get_mut(&file).ok_or(Refused::Missing)?;
        change.apply(&mut file.now);
        file.unsynced.push(change);
        Ok(())
    }

    fn take_room(&mut self, bytes: usize) -> Result<(), Refused> {
        if let Some(room) = &mut self.room {
            *room = room.checked_sub(bytes).ok_or(Refused::Full)?;
        }
        Ok(())
    }

    const fn works(&self) -> Result<(), Refused> {
        if self.is_off { Err(Refused::Broken) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn disk() -> Disk {
        Disk::with("file", b"old".to_vec())
    }

    fn after_a_cut(mut disk: Disk) -> Vec<u8> {
        disk.cut(Loss::Everything, &mut Dice::new(1));
        assert_eq!(disk.read(2, 0, 9), Err(Refused::Broken));
        disk.turn_on();
        disk.read(2, 0, 99).map(<[u8]>::to_vec).unwrap_or_default()
    }

    #[test]
    fn what_was_synced_stays_and_what_was_not_is_gone() -> Result<(), Refused> {
        let mut disk = disk();
        disk.write(2, 0, b"new")?;
        disk.sync(2)?;
        disk.write(2, 3, b"er")?;
        assert_eq!(disk.read(2, 0, 9)?, b"newer");
        assert_eq!(after_a_cut(disk), b"new");
        Ok(())
    }

    #[test]
    fn a_name_lasts_from_the_folders_own_sync_on() -> Result<(), Refused> {
        for synced in [false, true] {
            let mut disk = disk();
            let file = disk.create("other".as_ref())?;
            disk.sync(file)?;
            if synced {
                disk.sync_names()?;
            }
            disk.cut(Loss::Everything, &mut Dice::new(1));
            assert_eq!(disk.find("other".as_ref()).is_some(), synced);
        }
        Ok(())
    }

    #[test]
    fn a_sync_that_failed_has_kept_nothing_and_the_next_does_not_make_up_for_it() -> Result<(), Refused> {
        let mut disk = disk();
        disk.write(2, 0, b"new")?;
        disk.fail_sync_after(0);
        assert_eq!(disk.sync(2), Err(Refused::Broken));
        disk.sync(2)?;
        assert_eq!(disk.read(2, 0, 9)?, b"new");
        assert_eq!(after_a_cut(disk), b"old");
        Ok(())
    }

    #[test]
    fn of_what_was_not_synced_any_sectors_may_stay() -> Result<(), Refused> {
        let mut sizes = std::collections::BTreeSet::new();
        for seed in 0..50 {
            let mut disk = Disk::with("file", Vec::new());
            disk.write(2, 0, &[1; 8 * SECTOR])?;
            disk.cut(Loss::AnyPart, &mut Dice::new(seed));
            disk.turn_on();
            sizes.insert(disk.read(2, 0, 8 * SECTOR)?.iter().filter(|byte| **byte == 1).count() / SECTOR);
        }
        assert!(sizes.len() > 4, "{sizes:?}");
        Ok(())
    }

    #[test]
    fn a_full_disk_takes_nothing_more_and_lets_overwrite() -> Result<(), Refused> {
        let mut disk = disk();
        disk.leave_room(2);
        assert_eq!(disk.write(2, 0, b"longer"), Err(Refused::Full));
        disk.write(2, 0, b"olden")
    }
}
