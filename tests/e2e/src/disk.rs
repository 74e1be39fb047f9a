//! A small disk of its own, to be filled. Needs the right to mount, which root has on the machines that run
//! these tests.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// See the module.
pub struct Disk(PathBuf);

impl Disk {
    /// Mounts one of that size at a folder; nothing where that is not allowed, which CI must allow.
    #[must_use]
    pub fn at(folder: &Path, size: &str) -> Option<Self> {
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(folder)
            .output()
            .is_ok_and(|output| output.status.success());
        assert!(
            mounted || std::env::var_os("CI").is_none(),
            "this machine may not mount; CI must"
        );
        mounted.then(|| Self(folder.to_owned()))
    }

    /// Fills it to the last byte.
    pub fn fill(&self) {
        let mut file = File::create(self.ballast()).unwrap();
        let block = [0; 64 * 1024];
        // What is left at the end is smaller than a block.
        for piece in [block.len(), 512, 1] {
            while file.write_all(&block[..piece]).is_ok() {}
        }
    }

    /// Makes room again.
    pub fn empty(&self) {
        fs::remove_file(self.ballast()).unwrap();
    }

    fn ballast(&self) -> PathBuf {
        self.0.join("phim chiếu.bin")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}
