//! What a gigabyte up and down takes of memory and processor, in a process of its own.

use crate::{Fallible, client, zeros};
use serde_json::json;
use shapewright_runtime::ByteStream;
use golden_objects::types::ChecksumAlgorithm;
use std::fs;
use std::time::Instant;

const SIZE: u64 = 1 << 30;

/// A line of `/proc/self/status`, in kilobytes.
fn kilobytes(name: &str) -> Fallible<i64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with(name)).ok_or("no such line")?;
    let number = line.split_whitespace().nth(1).ok_or("no number")?;
    Ok(number.parse()?)
}

/// The seconds of the processor that the process took.
fn processor() -> Fallible<f64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let fields: Vec<_> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| -> Fallible<f64> { Ok(fields.get(at).ok_or("no field")?.parse()?) };
    Ok((ticks(11)? + ticks(12)?) / 100.0)
}

/// Puts (`put`) or gets (`get`) an object of a gigabyte.
pub fn run(url: &str, work: &str) -> Fallible<()> {
    let client = client(url);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        client.head_bucket().bucket("many").send().await?;
        let (idle, before, begin) = (kilobytes("VmRSS")?, processor()?, Instant::now());
        let mut length = 0;
        if work == "put" {
            let path = zeros(SIZE)?;
            let body = ByteStream::from_path(&path)?;
            let put = client.put_object().bucket("many").key("memory").body(body);
            let put = put.checksum_algorithm(ChecksumAlgorithm::Crc64nvme).send().await;
            fs::remove_file(path)?;
            put?;
            length = SIZE;
        } else {
            let got = client.get_object().bucket("many").key("memory").send().await?;
            let mut body = got.body;
            while let Some(piece) = body.next().await {
                length += piece?.len() as u64;
            }
        }
        println!(
            "{}",
            json!({ "work": work, "length": length, "idle_kb": idle,
                "above_idle_kb": kilobytes("VmHWM")? - idle,
                "cpu_s": processor()? - before, "wall_s": begin.elapsed().as_secs_f64() })
        );
        Ok(())
    })
}
