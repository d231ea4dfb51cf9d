//! The recordings in which an association's questions are read aloud: files of the operator's, beside those of the app.

use super::{AppFiles, File, FilesError, media_type};
use std::fs;
use std::path::Path;

/// Under which address they lie.
const ADDRESS: &str = "recordings";

impl AppFiles {
    /// With what a folder holds of sound; of what is no sound nothing is served.
    pub(crate) fn with_recordings(mut self, folder: Option<&Path>) -> Result<Self, FilesError> {
        let Some(folder) = folder else { return Ok(self) };
        let unreadable = |cause| FilesError::NoRecordings { folder: folder.into(), cause };
        for entry in fs::read_dir(folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            if media_type::is_sound(&name) {
                let bytes = fs::read(entry.path()).map_err(unreadable)?;
                self.0.insert(format!("{ADDRESS}/{name}"), File::plain(&name, bytes.into()));
            }
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn sounds_are_served_and_nothing_else_of_the_folder() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        for name in ["mood-sv.mp3", "secret.txt", "mood-sv.mp3.bak"] {
            fs::write(folder.path().join(name), name)?;
        }
        let files = AppFiles(HashMap::new()).with_recordings(Some(folder.path()))?;
        let names: Vec<&String> = files.0.keys().collect();
        assert_eq!(names, ["recordings/mood-sv.mp3"]);
        assert_eq!(
            files.at("/recordings/mood-sv.mp3").map(|(_, file)| &file.media_type),
            Some(&media_type::of("a.mp3"))
        );
        assert!(AppFiles(HashMap::new()).with_recordings(Some(&folder.path().join("gone"))).is_err());
        Ok(())
    }
}
