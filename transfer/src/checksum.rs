//! The CRC64NVME of a file.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Reads the file, and blocks meanwhile.
fn of_file(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut digest = crc64fast_nvme::Digest::new();
    let mut piece = vec![0; 256 * 1024];
    loop {
        let length = file.read(&mut piece)?;
        match piece.get(..length) {
            None | Some([]) => return Ok(STANDARD.encode(digest.sum64().to_be_bytes())),
            Some(read) => digest.write(read),
        }
    }
}

/// Whether a file has this checksum; one of parts says nothing of the whole.
pub(crate) async fn is_of(path: &Path, checksum: Option<&str>) -> io::Result<bool> {
    let Some(checksum) = checksum.filter(|checksum| !checksum.contains('-')) else {
        return Ok(true);
    };
    let path = path.to_owned();
    let found = tokio::task::spawn_blocking(move || of_file(&path)).await;
    Ok(found.map_err(io::Error::other)?? == checksum)
}
