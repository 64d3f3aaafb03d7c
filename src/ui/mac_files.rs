//! Files that the Finder hands over on macOS: double-clicked, dropped on the icon in the Dock, chosen with "Open With". They come
//! as Apple events, not as arguments. The window takes them as files dropped on it; what is done with them is not known here.
//!
//! winit has no event for them. Apple's documentation has handlers of an application's own set when AppKit says that launching
//! is about to finish: after AppKit has set its own, before the file of the first double-click arrives.
#![expect(
    unsafe_code,
    reason = "AppKit is reached through messages whose types only its headers know"
)]

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use objc2::{AnyThread, define_class, msg_send, rc::Retained, runtime::NSObject, sel};
use objc2_foundation::{
    NSAppleEventDescriptor, NSAppleEventManager, NSNotification, NSNotificationCenter, NSString,
};

/// The four letters by which Apple events name things.
const fn letters(name: &[u8; 4]) -> u32 {
    u32::from_be_bytes(*name)
}

const CORE_EVENTS: u32 = letters(b"aevt");
const OPEN_DOCUMENTS: u32 = letters(b"odoc");
/// The parameter that holds the files.
const DIRECT_OBJECT: u32 = letters(b"----");

/// What has come and was not yet taken, and whom to wake for it: events may come before there is a window.
static RECEIVED: Mutex<(Vec<PathBuf>, Option<egui::Context>)> = Mutex::new((Vec::new(), None));

define_class!(
    // SAFETY: NSObject asks nothing of its subclasses, and this one has no state and no destructor.
    #[unsafe(super(NSObject))]
    #[name = "DatelineFileReceiver"]
    struct Receiver;

    impl Receiver {
        // SAFETY: the signature is that of a notification's observer.
        #[unsafe(method(launchingWillFinish:))]
        fn launching_will_finish(&self, _notification: &NSNotification) {
            let manager = NSAppleEventManager::sharedAppleEventManager();
            // SAFETY: the header asks for an object, a selector of it that handles events, and two numbers of 32 bits.
            let () = unsafe {
                msg_send![
                    &*manager,
                    setEventHandler: self,
                    andSelector: sel!(openDocuments:reply:),
                    forEventClass: CORE_EVENTS,
                    andEventID: OPEN_DOCUMENTS,
                ]
            };
        }

        // SAFETY: the signature is that of an Apple event's handler.
        #[unsafe(method(openDocuments:reply:))]
        fn open_documents(&self, event: &NSAppleEventDescriptor, _reply: &NSAppleEventDescriptor) {
            let mut received = RECEIVED.lock().unwrap_or_else(PoisonError::into_inner);
            received.0.extend(files_of(event));
            if let Some(window) = &received.1 {
                window.request_repaint();
            }
        }
    }
);

/// Asks the system for files from now on. To be called once, before the window is opened.
pub fn listen() {
    // SAFETY: `init` of NSObject takes nothing and cannot fail.
    let receiver: Retained<Receiver> =
        unsafe { msg_send![super(Receiver::alloc().set_ivars(())), init] };
    // The notification's name is its own text.
    let name = NSString::from_str("NSApplicationWillFinishLaunchingNotification");
    // SAFETY: the selector exists on the observer's class and has the signature of an observer.
    unsafe {
        NSNotificationCenter::defaultCenter().addObserver_selector_name_object(
            &receiver,
            sel!(launchingWillFinish:),
            Some(&name),
            None,
        );
    }
    // It listens as long as the program runs, and neither the center nor the manager keeps it.
    std::mem::forget(receiver);
}

/// Adds what has come to the files dropped on the window, which is woken for what comes later.
pub fn deliver(window: &egui::Context, input: &mut egui::RawInput) {
    let mut received = RECEIVED.lock().unwrap_or_else(PoisonError::into_inner);
    if received.1.is_none() {
        received.1 = Some(window.clone());
    }
    for path in received.0.drain(..) {
        input.dropped_files.push(Arc::new(Handed(path)));
    }
}

fn files_of(event: &NSAppleEventDescriptor) -> Vec<PathBuf> {
    // SAFETY: the header takes a number of 32 bits and gives a descriptor or nil.
    let list: Option<Retained<NSAppleEventDescriptor>> =
        unsafe { msg_send![event, paramDescriptorForKeyword: DIRECT_OBJECT] };
    let Some(list) = list else {
        return Vec::new();
    };
    // Counted from 1.
    (1..=list.numberOfItems())
        .filter_map(|index| list.descriptorAtIndex(index)?.fileURLValue()?.path())
        .map(|path| PathBuf::from(path.to_string()))
        .collect()
}

/// A file handed over; the import reads it by its path.
#[derive(Debug)]
struct Handed(PathBuf);

impl egui::DroppedFile for Handed {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        Err("the window reads no files".to_owned())
    }
}
