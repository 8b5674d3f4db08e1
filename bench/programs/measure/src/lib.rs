//! How a measuring program measures, the same for every peer.
//!
//! ```text
//! PROGRAM DATA [WORK]...              times the works (all where none is named): a line of JSON each
//! PROGRAM DATA --count WORK TIMES     does the work so many times, for an instruction counter that
//!                                     collects within `measured` alone
//! ```

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};
use std::{env, fs};

/// How often a work is timed.
const SAMPLES: usize = 25;

/// How long one timing takes, about.
const SAMPLE: Duration = Duration::from_millis(20);

/// The works of a program, as it was asked for them.
pub struct Program {
    data: PathBuf,
    mode: Mode,
}

enum Mode {
    Time { only: Vec<String> },
    Count { work: String, times: usize },
}

impl Program {
    /// From the arguments of the process.
    pub fn from_arguments() -> Self {
        let mut arguments = env::args().skip(1);
        let data = arguments.next().expect("the folder with the data").into();
        let rest: Vec<String> = arguments.collect();
        let mode = match rest.as_slice() {
            [flag, work, times] if flag == "--count" => Mode::Count {
                work: work.clone(),
                times: times.parse().expect("a number"),
            },
            only => Mode::Time {
                only: only.to_vec(),
            },
        };
        Self { data, mode }
    }

    /// A file of the data.
    pub fn data(&self, name: &str) -> String {
        let path = Path::new(&self.data).join(name);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// A work that handles so many bytes: `prepare` makes what one turn uses up, unmeasured.
    pub fn work<I, O>(
        &self,
        name: &str,
        bytes: usize,
        mut prepare: impl FnMut() -> I,
        mut turn: impl FnMut(I) -> O,
    ) {
        let mut turns = |count: usize| {
            let prepared: Vec<I> = (0..count).map(|_| prepare()).collect();
            let began = Instant::now();
            measured(prepared, &mut turn);
            began.elapsed()
        };
        match &self.mode {
            Mode::Count { work, times } if work == name => {
                turns(*times);
            }
            Mode::Time { only } if only.is_empty() || only.iter().any(|work| work == name) => {
                let once = turns(1).min(turns(1)).max(Duration::from_nanos(100));
                let count = (SAMPLE.as_nanos() / once.as_nanos()).clamp(1, 100_000) as usize;
                turns(count);
                let samples: Vec<String> = (0..SAMPLES)
                    .map(|_| turns(count).as_nanos() as f64 / count as f64)
                    .map(|nanoseconds| format!("{nanoseconds:.1}"))
                    .collect();
                let prepared = vec![prepare()];
                let (allocations, allocated) = allocations(|| measured(prepared, &mut turn));
                println!(
                    r#"{{"work":"{name}","bytes":{bytes},"ns":[{}],"allocations":{allocations},"allocated":{allocated}}}"#,
                    samples.join(",")
                );
            }
            _ => {}
        }
    }
}

/// What is measured. A function of its own, so that an instruction counter finds it.
#[inline(never)]
fn measured<I, O>(prepared: Vec<I>, turn: &mut impl FnMut(I) -> O) {
    for input in prepared {
        black_box(turn(black_box(input)));
    }
}

/// The system's allocator, which counts while it is told to.
struct Counting;

static COUNTING: AtomicBool = AtomicBool::new(false);
static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);
static ALLOCATED: AtomicU64 = AtomicU64::new(0);

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn count(bytes: usize) {
    if COUNTING.load(Relaxed) {
        ALLOCATIONS.fetch_add(1, Relaxed);
        ALLOCATED.fetch_add(bytes as u64, Relaxed);
    }
}

// SAFETY: every call goes to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size);
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

/// How often `work` allocates, and how many bytes.
fn allocations(work: impl FnOnce()) -> (u64, u64) {
    ALLOCATIONS.store(0, Relaxed);
    ALLOCATED.store(0, Relaxed);
    COUNTING.store(true, Relaxed);
    work();
    COUNTING.store(false, Relaxed);
    (ALLOCATIONS.load(Relaxed), ALLOCATED.load(Relaxed))
}
