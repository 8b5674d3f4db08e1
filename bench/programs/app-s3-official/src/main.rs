//! Gets, puts and lists objects of the bucket `bench` by the official SDK:
//! `app-s3-official [get | put FILE | many CALLS]`.

use aws_sdk_s3::Client;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::ChecksumAlgorithm;
use std::cell::Cell;
use std::env;
use std::error::Error;
use std::rc::Rc;
use tokio::task::LocalSet;

const BUCKET: &str = "bench";
const AT_ONCE: usize = 64;

type Fallible<T> = Result<T, Box<dyn Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Fallible<()> {
    let client = Client::new(&aws_config::load_from_env().await);
    let arguments: Vec<String> = env::args().skip(1).collect();
    // What every work begins with, so that it can be taken away.
    get(&client, "kb").await?;
    put(&client, ByteStream::from_static(b"small")).await?;
    let listed = client.list_objects_v2().bucket(BUCKET).send().await?;
    println!("{:?}", listed.key_count());
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["get"] => assert_eq!(get(&client, "gib").await?, 1 << 30),
        ["put", file] => put(&client, ByteStream::from_path(file).await?).await?,
        ["many", calls] => many(&client, calls.parse()?).await?,
        _ => {}
    }
    Ok(())
}

/// How many bytes there are.
async fn get(client: &Client, key: &str) -> Fallible<usize> {
    let mut output = client.get_object().bucket(BUCKET).key(key).send().await?;
    let mut length = 0;
    while let Some(bytes) = output.body.next().await {
        length += bytes?.len();
    }
    Ok(length)
}

async fn put(client: &Client, body: ByteStream) -> Fallible<()> {
    let put = client.put_object().bucket(BUCKET).key("put").body(body);
    put.checksum_algorithm(ChecksumAlgorithm::Crc64Nvme)
        .send()
        .await?;
    Ok(())
}

async fn many(client: &Client, calls: usize) -> Fallible<()> {
    let left = Rc::new(Cell::new(calls));
    let tasks = LocalSet::new();
    for _ in 0..AT_ONCE {
        let (client, left) = (client.clone(), Rc::clone(&left));
        tasks.spawn_local(async move {
            while left.get() > 0 {
                left.set(left.get() - 1);
                assert_eq!(get(&client, "kb").await.expect("an object"), 1000);
            }
        });
    }
    tasks.await;
    assert_eq!(left.get(), 0);
    Ok(())
}
