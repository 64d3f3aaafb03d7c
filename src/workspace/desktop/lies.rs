//! Whether a project lies where it is at risk: in a folder that a cloud service copies while SQLite writes, or on a disk of
//! another computer, over which SQLite's write-ahead log does not work safely.

use std::{
    fs,
    path::{Component, Path, PathBuf},
};

/// Where a project lies that is at risk there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lies {
    /// In a folder of this service.
    Cloud(&'static str),
    /// In a folder that is named like one of this service; nothing else tells.
    NamedLike(&'static str),
    /// On another computer, by this way.
    Network(&'static str),
}

impl Lies {
    /// One sentence: where, why that is a risk, what to do.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Cloud(service) => format!(
                "This project lies in a {service} folder. {service} may copy it half-written or make a second one. Move it to a folder on this computer, and put copies there with Save a copy…"
            ),
            Self::NamedLike(service) => format!(
                "This project seems to lie in a {service} folder. If {service} copies it while it is open, changes can be lost. Move it to a folder on this computer, and put copies there with Save a copy…"
            ),
            Self::Network(way) => format!(
                "This project lies on a network drive ({way}). SQLite’s write-ahead log is not safe there: two computers at once can damage it. Move it to this computer, and put copies there with Save a copy…"
            ),
        }
    }
}

/// Where the file lies, if it is at risk there. Looks at the folders above it, links followed.
#[must_use]
pub fn of(file: &Path) -> Option<Lies> {
    let real = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    marked(&real)
        .or_else(|| stated(&real, &|name| std::env::var_os(name).map(PathBuf::from)))
        .map(Lies::Cloud)
        .or_else(|| mounted(&real))
        .or_else(|| named(&real).map(Lies::NamedLike))
}

/// What services keep in the uppermost of their folders.
const MARKS: &[(&str, &str)] = &[
    (".dropbox", "Dropbox"),
    (".dropbox.cache", "Dropbox"),
    (".stfolder", "Syncthing"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
    (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"),
    (".tmp.drivedownload", "Google Drive"),
    (".tmp.driveupload", "Google Drive"),
    (".seafile-data", "Seafile"),
];

/// Databases of sync clients: the beginning of the name, the end, the service.
const DATABASES: &[(&str, &str, &str)] = &[
    (".sync_", ".db", "Nextcloud"),
    ("._sync_", ".db", "Nextcloud"),
];

fn marked(file: &Path) -> Option<&'static str> {
    for folder in file.ancestors().skip(1) {
        for (mark, service) in MARKS {
            // In the home folder `.dropbox` is where the program keeps its settings, not a mark.
            let settings = *mark == ".dropbox" && folder.join(mark).join("info.json").exists();
            if !settings && folder.join(mark).exists() {
                return Some(service);
            }
        }
        // A folder with many files is not searched for them: the databases are among its first.
        let entries = fs::read_dir(folder).ok().into_iter().flatten().take(2_000);
        for entry in entries.filter_map(Result::ok) {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let found = DATABASES
                .iter()
                .find(|(begin, end, _)| name.starts_with(begin) && name.ends_with(end));
            if let Some((.., service)) = found {
                return Some(service);
            }
        }
    }
    None
}

/// What the environment says of the folders of services. `look_up` gives the variable of a name.
fn stated(file: &Path, look_up: &dyn Fn(&str) -> Option<PathBuf>) -> Option<&'static str> {
    const VARIABLES: &[&str] = &["OneDrive", "OneDriveConsumer", "OneDriveCommercial"];
    VARIABLES
        .iter()
        .filter_map(|name| look_up(name))
        .filter(|folder| folder.is_absolute())
        .map(|folder| fs::canonicalize(&folder).unwrap_or(folder))
        .any(|folder| file.starts_with(folder))
        .then_some("OneDrive")
}

/// What names of folders tell.
fn named(file: &Path) -> Option<&'static str> {
    const NAMES: &[(&str, &str)] = &[
        ("com~apple~clouddocs", "iCloud Drive"),
        ("iclouddrive", "iCloud Drive"),
        ("icloud drive", "iCloud Drive"),
        ("dropbox", "Dropbox"),
        ("onedrive", "OneDrive"),
        ("google drive", "Google Drive"),
        ("googledrive", "Google Drive"),
        ("my drive", "Google Drive"),
        ("nextcloud", "Nextcloud"),
        ("owncloud", "ownCloud"),
        ("pcloud drive", "pCloud"),
        ("pclouddrive", "pCloud"),
    ];
    let folder = file.parent()?;
    folder.components().find_map(|part| {
        let Component::Normal(name) = part else {
            return None;
        };
        let name = name.to_string_lossy().to_lowercase();
        let found = NAMES.iter().find(|(known, _)| {
            name.strip_prefix(known)
                // `OneDrive - Northern Wire`, `Dropbox (Personal)`, `GoogleDrive-mona@example.org`.
                .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '-', '(']))
        });
        found.map(|(_, service)| *service)
    })
}

/// What the list of mounted disks tells.
#[cfg(target_os = "linux")]
fn mounted(file: &Path) -> Option<Lies> {
    on_disk(&kind_of_disk(
        file,
        &fs::read("/proc/self/mountinfo").ok()?,
    )?)
}

#[cfg(target_os = "macos")]
fn mounted(file: &Path) -> Option<Lies> {
    // Disks of other computers are mounted there unless somebody did it by hand.
    if !file.starts_with("/Volumes") {
        return None;
    }
    let listed = std::process::Command::new("/sbin/mount").output().ok()?;
    on_disk(&kind_in_list(
        file,
        &String::from_utf8_lossy(&listed.stdout),
    )?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn mounted(file: &Path) -> Option<Lies> {
    // A drive letter of a share is resolved to the share when links are followed.
    use std::path::Prefix;
    match file.components().next()? {
        Component::Prefix(prefix) => {
            matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..))
                .then_some(Lies::Network("a Windows share"))
        }
        _ => None,
    }
}

/// What a kind of file system means.
#[cfg_attr(windows, allow(dead_code, reason = "Windows tells by the path"))]
fn on_disk(kind: &str) -> Option<Lies> {
    Some(match kind {
        "nfs" | "nfs4" => Lies::Network("NFS"),
        "cifs" | "smb3" | "smbfs" | "smb2" => Lies::Network("SMB"),
        "fuse.sshfs" | "sshfs" | "macfuse" | "osxfuse" => Lies::Network("SSHFS"),
        "9p" | "virtiofs" | "vboxsf" | "prl_fs" | "vmhgfs" | "fuse.vmhgfs-fuse" => {
            Lies::Network("a shared folder")
        }
        "afpfs" => Lies::Network("AFP"),
        "webdav" | "davfs" | "fuse.davfs2" | "fuse.davfs" => Lies::Network("WebDAV"),
        "afs" | "coda" | "ncpfs" | "lustre" | "ceph" | "fuse.ceph-fuse" | "fuse.glusterfs"
        | "beegfs" | "gpfs" | "fuse.gvfsd-fuse" | "fuse.s3fs" => Lies::Network("a network disk"),
        "fuse.rclone" => Lies::Cloud("rclone"),
        "fuse.onedriver" => Lies::Cloud("OneDrive"),
        "fuse.google-drive-ocamlfuse" => Lies::Cloud("Google Drive"),
        _ => return None,
    })
}

/// The kind of the disk a file lies on, from Linux's list of mounts (`man 5 proc`, mountinfo).
#[cfg_attr(
    not(target_os = "linux"),
    allow(dead_code, reason = "Linux alone has such a list")
)]
fn kind_of_disk(file: &Path, list: &[u8]) -> Option<String> {
    let list = String::from_utf8_lossy(list);
    let mut best: Option<(usize, String)> = None;
    for line in list.lines() {
        let (head, tail) = line.split_once(" - ")?;
        let (Some(at), Some(kind)) = (head.split(' ').nth(4), tail.split(' ').next()) else {
            continue;
        };
        let at = PathBuf::from(unescaped(at));
        // The deepest counts, and of two at the same place the later, which lies over the earlier.
        let depth = at.components().count();
        if file.starts_with(&at) && best.as_ref().is_none_or(|(so_far, _)| depth >= *so_far) {
            best = Some((depth, kind.to_owned()));
        }
    }
    best.map(|(_, kind)| kind)
}

/// `\040` as a space: how the list writes blanks and backslashes.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let code = after
            .get(..3)
            .and_then(|digits| u8::from_str_radix(digits, 8).ok());
        match code {
            Some(code) => {
                out.push(char::from(code));
                rest = after.get(3..).unwrap_or_default();
            }
            None => {
                out.push('\\');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The same from what `mount` prints on macOS: `//mona@nas/press on /Volumes/press (smbfs, nodev, …)`.
#[cfg_attr(
    not(target_os = "macos"),
    allow(dead_code, reason = "macOS alone prints such a list")
)]
fn kind_in_list(file: &Path, list: &str) -> Option<String> {
    list.lines()
        .filter_map(|line| {
            let (place, options) = line.rsplit_once(" (")?;
            let (_, at) = place.split_once(" on ")?;
            let kind = options.split([',', ')']).next()?;
            file.starts_with(at).then(|| (at.len(), kind.to_owned()))
        })
        .max()
        .map(|(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_services_are_told_by_their_marks() {
        for (mark, folder, service) in [
            (".dropbox", false, "Dropbox"),
            (".dropbox.cache", true, "Dropbox"),
            (".stfolder", true, "Syncthing"),
            (".sync_8f3a.db", false, "Nextcloud"),
            ("._sync_8f3a.db", false, "Nextcloud"),
            (".849C9593-D756-4E56-8D6E-42412F2A707B", false, "OneDrive"),
            (".tmp.driveupload", true, "Google Drive"),
        ] {
            let home = tempfile::tempdir().expect("a folder");
            let deep = home.path().join("news/2012");
            fs::create_dir_all(&deep).expect("folders");
            let file = deep.join("a.dateline");
            fs::write(&file, "").expect("a file");
            assert_eq!(marked(&file), None, "{mark}");
            let mark = home.path().join(mark);
            if folder {
                fs::create_dir(&mark).expect("a folder");
            } else {
                fs::write(&mark, "").expect("a file");
            }
            assert_eq!(of(&file), Some(Lies::Cloud(service)), "{}", mark.display());
        }
    }

    #[test]
    fn the_settings_of_a_service_are_no_mark() {
        let home = tempfile::tempdir().expect("a folder");
        fs::create_dir(home.path().join(".dropbox")).expect("a folder");
        fs::write(home.path().join(".dropbox/info.json"), "{}").expect("a file");
        assert_eq!(marked(&home.path().join("a.dateline")), None);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed() {
        let home = tempfile::tempdir().expect("a folder");
        let (cloud, link) = (home.path().join("cloud"), home.path().join("link"));
        fs::create_dir_all(cloud.join(".stfolder")).expect("folders");
        fs::write(cloud.join("a.dateline"), "").expect("a file");
        std::os::unix::fs::symlink(&cloud, &link).expect("a link");
        let found = of(&link.join("a.dateline"));
        assert_eq!(found, Some(Lies::Cloud("Syncthing")));
    }

    #[test]
    fn names_of_folders_are_the_last_resort() {
        let check = |path: &str, expected: Option<&str>| {
            assert_eq!(named(Path::new(path)), expected, "{path}");
        };
        check("/home/mona/Dropbox/a.dateline", Some("Dropbox"));
        check(
            "/home/mona/Dropbox (Personal)/b/a.dateline",
            Some("Dropbox"),
        );
        check(
            "/Users/mona/OneDrive - Northern Wire/a.dateline",
            Some("OneDrive"),
        );
        check(
            "/Users/mona/Library/CloudStorage/GoogleDrive-m@example.org/a.dateline",
            Some("Google Drive"),
        );
        check(
            "/Users/mona/Library/Mobile Documents/com~apple~CloudDocs/a.dateline",
            Some("iCloud Drive"),
        );
        check("/home/mona/Dropboxes/a.dateline", None);
        check("/home/mona/dropbox.dateline", None);
    }

    #[test]
    fn the_environment_names_folders() {
        let home = tempfile::tempdir().expect("a folder");
        let real = fs::canonicalize(home.path()).expect("a path");
        let look_up = |name: &str| (name == "OneDriveCommercial").then(|| real.clone());
        assert_eq!(stated(&real.join("a.dateline"), &look_up), Some("OneDrive"));
        assert_eq!(stated(Path::new("/elsewhere/a.dateline"), &look_up), None);
        assert_eq!(
            stated(&real.join("a.dateline"), &|_| Some(PathBuf::new())),
            None
        );
    }

    #[test]
    fn disks_of_other_computers_are_told_by_the_list_of_mounts() {
        let list = b"22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw\n\
            40 22 0:35 / /mnt/press\\040room rw - cifs //nas/press rw\n\
            41 22 0:36 / /mnt/press\\040room/local rw master:1 - ext4 /dev/vdb rw\n\
            42 22 0:37 / /srv rw - nfs4 nas:/srv rw\n";
        let check = |path: &str, expected: Option<Lies>| {
            let kind = kind_of_disk(Path::new(path), list).expect("a disk");
            assert_eq!(on_disk(&kind), expected, "{path}");
        };
        check("/home/mona/a.dateline", None);
        check("/mnt/press room/a.dateline", Some(Lies::Network("SMB")));
        check("/mnt/press room/local/a.dateline", None);
        check("/srv/a.dateline", Some(Lies::Network("NFS")));
        check("/srvx/a.dateline", None);
        let list = "/dev/disk3s1 on / (apfs, local)\n//mona@nas/press on /Volumes/press on air (smbfs, nodev)\n";
        let kind = kind_in_list(Path::new("/Volumes/press on air/a.dateline"), list);
        assert_eq!(kind.as_deref(), Some("smbfs"));
    }
}
