//! A disk of `disk.rs` as a folder that programs can use. It stays when the power is cut; what comes back is mounted
//! anew, as after a start of the machine.

use crate::disk::{Disk, Loss, Refused};
use anyhow::{Context, Result};
use fuser::{
    AccessFlags, BackgroundSession, BsdFileFlags, Config, Errno, FileAttr, FileHandle, FileType, Filesystem,
    FopenFlags, Generation, INodeNo, LockOwner, MountOption, OpenFlags, RenameFlags, ReplyAttr, ReplyCreate, ReplyData,
    ReplyDirectory, ReplyEmpty, ReplyEntry, ReplyOpen, ReplyStatfs, ReplyWrite, Request, TimeOrNow, WriteFlags,
};
use simulation::Dice;
use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tempfile::TempDir;

/// Nothing is remembered for long: the disk may change under the system's hands.
const REMEMBERED: Duration = Duration::ZERO;

/// A disk in use.
pub(crate) struct Mounted {
    disk: Arc<Mutex<Disk>>,
    session: Option<BackgroundSession>,
    folder: TempDir,
}

impl Mounted {
    /// Mounts a disk. An error says why this machine cannot.
    pub(crate) fn new(disk: Disk) -> Result<Self> {
        let folder = TempDir::with_prefix("stegvis-disk-")?;
        let mut mounted = Self { disk: Arc::new(Mutex::new(disk)), session: None, folder };
        mounted.mount()?;
        Ok(mounted)
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The disk itself.
    pub(crate) fn disk(&self) -> MutexGuard<'_, Disk> {
        locked(&self.disk)
    }

    /// Cuts the power, at this very moment.
    pub(crate) fn cut(&self, loss: Loss, dice: &mut Dice) {
        self.disk().cut(loss, dice);
    }

    /// Starts the machine again: nobody may have a file open any more.
    pub(crate) fn turn_on(&mut self) -> Result<()> {
        self.unmount()?;
        self.disk().turn_on();
        self.mount()
    }

    fn mount(&mut self) -> Result<()> {
        let mut config = Config::default();
        config.mount_options = vec![MountOption::FSName("stegvis-faults".into()), MountOption::NoAtime];
        let session = fuser::spawn_mount(Shown(self.disk.clone()), self.folder.path(), &config);
        self.session = Some(session.context("no file system can be mounted here (FUSE)")?);
        Ok(())
    }

    fn unmount(&mut self) -> Result<()> {
        self.session.take().map_or(Ok(()), |session| Ok(session.umount_and_join()?))
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        // A server that was told to end may not have: then the folder goes with its last file.
        if self.unmount().is_err() {
            let _ = Command::new("umount").arg("--lazy").arg(self.path()).status();
        }
    }
}

/// The disk as the system asks for it.
struct Shown(Arc<Mutex<Disk>>);

fn locked(disk: &Mutex<Disk>) -> MutexGuard<'_, Disk> {
    disk.lock().unwrap_or_else(PoisonError::into_inner)
}

impl From<Refused> for Errno {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Missing => Self::ENOENT,
            Refused::Full => Self::ENOSPC,
            Refused::Broken => Self::EIO,
        }
    }
}

fn attributes(number: INodeNo, kind: FileType, length: usize) -> FileAttr {
    let size = length as u64;
    FileAttr {
        ino: number,
        size,
        blocks: size.div_ceil(512),
        atime: UNIX_EPOCH,
        mtime: UNIX_EPOCH,
        ctime: UNIX_EPOCH,
        crtime: UNIX_EPOCH,
        kind,
        perm: if kind == FileType::Directory { 0o777 } else { 0o666 },
        nlink: 1,
        uid: 0,
        gid: 0,
        rdev: 0,
        blksize: 4096,
        flags: 0,
    }
}

impl Shown {
    fn attributes(&self, number: INodeNo) -> Result<FileAttr, Errno> {
        if number == INodeNo::ROOT {
            return Ok(attributes(number, FileType::Directory, 0));
        }
        let length = locked(&self.0).length(number.0).ok_or(Errno::ENOENT)?;
        Ok(attributes(number, FileType::RegularFile, length))
    }

    fn done(reply: ReplyEmpty, outcome: Result<(), Refused>) {
        match outcome {
            Ok(()) => reply.ok(),
            Err(refused) => reply.error(refused.into()),
        }
    }
}

impl Filesystem for Shown {
    fn lookup(&self, _: &Request, _: INodeNo, name: &OsStr, reply: ReplyEntry) {
        let number = locked(&self.0).find(name).ok_or(Errno::ENOENT);
        match number.and_then(|number| self.attributes(INodeNo(number))) {
            Ok(found) => reply.entry(&REMEMBERED, &found, Generation(0)),
            Err(error) => reply.error(error),
        }
    }

    fn getattr(&self, _: &Request, number: INodeNo, _: Option<FileHandle>, reply: ReplyAttr) {
        match self.attributes(number) {
            Ok(found) => reply.attr(&REMEMBERED, &found),
            Err(error) => reply.error(error),
        }
    }

    fn setattr(
        &self,
        _: &Request,
        number: INodeNo,
        _mode: Option<u32>,
        _uid: Option<u32>,
        _gid: Option<u32>,
        size: Option<u64>,
        _atime: Option<TimeOrNow>,
        _mtime: Option<TimeOrNow>,
        _ctime: Option<SystemTime>,
        _handle: Option<FileHandle>,
        _crtime: Option<SystemTime>,
        _chgtime: Option<SystemTime>,
        _bkuptime: Option<SystemTime>,
        _flags: Option<BsdFileFlags>,
        reply: ReplyAttr,
    ) {
        let length = size.and_then(|size| usize::try_from(size).ok());
        let set = length.map_or(Ok(()), |length| locked(&self.0).set_length(number.0, length));
        match set.map_err(Errno::from).and_then(|()| self.attributes(number)) {
            Ok(found) => reply.attr(&REMEMBERED, &found),
            Err(error) => reply.error(error),
        }
    }

    fn unlink(&self, _: &Request, _: INodeNo, name: &OsStr, reply: ReplyEmpty) {
        Self::done(reply, locked(&self.0).remove(name));
    }

    fn rename(&self, _: &Request, _: INodeNo, from: &OsStr, _: INodeNo, to: &OsStr, _: RenameFlags, reply: ReplyEmpty) {
        Self::done(reply, locked(&self.0).rename(from, to));
    }

    fn open(&self, _: &Request, _: INodeNo, _: OpenFlags, reply: ReplyOpen) {
        // SQLite shares memory through a file, which is opened several times: what the system holds of it must stay.
        reply.opened(FileHandle(0), FopenFlags::FOPEN_KEEP_CACHE);
    }

    fn create(&self, _: &Request, _: INodeNo, name: &OsStr, _: u32, _: u32, _: i32, reply: ReplyCreate) {
        let made = locked(&self.0).create(name).map_err(Errno::from);
        match made.and_then(|number| self.attributes(INodeNo(number))) {
            Ok(made) => {
                reply.created(&REMEMBERED, &made, Generation(0), FileHandle(0), FopenFlags::FOPEN_KEEP_CACHE);
            }
            Err(error) => reply.error(error),
        }
    }

    fn read(
        &self,
        _: &Request,
        number: INodeNo,
        _: FileHandle,
        offset: u64,
        size: u32,
        _: OpenFlags,
        _: Option<LockOwner>,
        reply: ReplyData,
    ) {
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        match locked(&self.0).read(number.0, offset, size as usize) {
            Ok(bytes) => reply.data(bytes),
            Err(refused) => reply.error(refused.into()),
        }
    }

    fn write(
        &self,
        _: &Request,
        number: INodeNo,
        _: FileHandle,
        offset: u64,
        data: &[u8],
        _: WriteFlags,
        _: OpenFlags,
        _: Option<LockOwner>,
        reply: ReplyWrite,
    ) {
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        match locked(&self.0).write(number.0, offset, data) {
            Ok(()) => reply.written(u32::try_from(data.len()).unwrap_or(u32::MAX)),
            Err(refused) => reply.error(refused.into()),
        }
    }

    fn flush(&self, _: &Request, _: INodeNo, _: FileHandle, _: LockOwner, reply: ReplyEmpty) {
        reply.ok();
    }

    fn fsync(&self, _: &Request, number: INodeNo, _: FileHandle, _: bool, reply: ReplyEmpty) {
        Self::done(reply, locked(&self.0).sync(number.0));
    }

    fn fsyncdir(&self, _: &Request, _: INodeNo, _: FileHandle, _: bool, reply: ReplyEmpty) {
        Self::done(reply, locked(&self.0).sync_names());
    }

    fn readdir(&self, _: &Request, _: INodeNo, _: FileHandle, offset: u64, mut reply: ReplyDirectory) {
        let names = locked(&self.0).names().map(|(name, number)| (name.clone(), number)).collect::<Vec<_>>();
        let after = names.iter().zip(1..).skip(usize::try_from(offset).unwrap_or(usize::MAX));
        for ((name, number), place) in after {
            if reply.add(INodeNo(*number), place, FileType::RegularFile, name) {
                break;
            }
        }
        reply.ok();
    }

    fn access(&self, _: &Request, _: INodeNo, _: AccessFlags, reply: ReplyEmpty) {
        reply.ok();
    }

    fn statfs(&self, _: &Request, _: INodeNo, reply: ReplyStatfs) {
        const BLOCKS: u64 = 1 << 20;
        reply.statfs(BLOCKS, BLOCKS, BLOCKS, BLOCKS, BLOCKS, 4096, 255, 4096);
    }
}
