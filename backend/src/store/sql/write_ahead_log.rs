//! What a process finds in SQLite's write-ahead log, it must be able to build on. A process that ended since the disk
//! could not take a commit leaves a log of which the system's memory holds more than the disk does; a later sync does
//! not make up for that, and all that is committed behind it would be gone with the power. So the log is written once
//! more, byte by byte, before anything is read from it.

use super::Pool;
use crate::store::location::database_file;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// How much is read and written at once: a log may be large.
const CHUNK: usize = 64 * 1024;

/// Puts on the disk what the log in this folder shows. Nobody writes to it meanwhile.
pub(in crate::store) async fn write_again(writing: &Pool, folder: &Path) -> Result<(), sqlx::Error> {
    let mut log = database_file(folder).into_os_string();
    log.push("-wal");
    writing.alone(async |_| rewritten(log.as_ref()).map_err(sqlx::Error::Io)).await
}

fn rewritten(log: &Path) -> io::Result<()> {
    let mut file = match File::options().read(true).write(true).open(log) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        opened => opened?,
    };
    let mut chunk = vec![0; CHUNK];
    let mut place = 0;
    loop {
        file.seek(SeekFrom::Start(place))?;
        let length = file.read(&mut chunk)?;
        if length == 0 {
            return file.sync_all();
        }
        file.seek(SeekFrom::Start(place))?;
        file.write_all(&chunk[..length])?;
        place += length as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_stays_as_it_is_and_none_is_made() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let log = folder.path().join("log");
        rewritten(&log)?;
        assert!(!log.exists());
        for length in [0, 7, CHUNK, 2 * CHUNK + 1] {
            let frames: Vec<u8> = (0..length).map(|place| (place % 251) as u8).collect();
            std::fs::write(&log, &frames)?;
            rewritten(&log)?;
            assert_eq!(std::fs::read(&log)?, frames);
        }
        Ok(())
    }
}
