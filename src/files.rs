//! Files that are never seen half-written.

use std::io::{BufWriter, Write};
use std::path::Path;

use crate::error::Error;

/// Writes a file beside its place and then renames it: readers see the old file or the new one,
/// and an error leaves the old one as it was. A link stays a link. What is no file, such as
/// `/dev/null` or a named pipe, is written to as it stands.
pub fn write_beside<E: From<Error>>(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<(), E>,
) -> Result<(), E> {
    let fail = |error: std::io::Error| Error::io("write", path, &error);
    let place = path.canonicalize();
    let path = place.as_deref().unwrap_or(path);
    if path.metadata().is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        let mut stream = BufWriter::new(std::fs::OpenOptions::new().write(true).open(path).map_err(fail)?);
        write(&mut stream)?;
        return stream.flush().map_err(fail).map_err(E::from);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        // As any new file; a temporary one would be readable to its owner alone.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let file = builder.prefix(".standpoint-").tempfile_in(folder).map_err(fail)?;
    let mut buffered = BufWriter::with_capacity(1 << 16, file);
    write(&mut buffered)?;
    let file = buffered.into_inner().map_err(|error| fail(error.into_error()))?;
    file.persist(path).map_err(|error| fail(error.error))?;
    Ok(())
}

#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    fn write(path: &Path) -> Result<(), Error> {
        write_beside(path, |out| out.write_all(b"new").map_err(|error| Error::io("write", path, &error)))
    }

    #[test]
    fn what_is_no_file_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("nowhere");
        symlink("/dev/null", &link).unwrap();
        write(&link).unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read(&link).unwrap(), b"");
    }

    #[test]
    fn a_link_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "old").unwrap();
        symlink(&file, &link).unwrap();
        write(&link).unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read(&file).unwrap(), b"new");
    }
}
