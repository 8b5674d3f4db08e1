//! Gets, puts and lists objects of the bucket `bench`: `app-s3 [get | put FILE | many CALLS]`.

use shapewright_runtime::ByteStream;
use shapewright_runtime::config::Config;
use shapewright_s3::Client;
use shapewright_s3::types::ChecksumAlgorithm;
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
    let client = Client::new(&Config::load()?.build());
    let arguments: Vec<String> = env::args().skip(1).collect();
    // What every work begins with, so that it can be taken away.
    get(&client, "kb").await?;
    put(&client, ByteStream::from("small")).await?;
    let listed = client.list_objects_v2().bucket(BUCKET).send().await?;
    println!("{:?}", listed.key_count);
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["get"] => assert_eq!(get(&client, "gib").await?, 1 << 30),
        ["put", file] => put(&client, ByteStream::from_path(file)?).await?,
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
    let put = put.checksum_algorithm(ChecksumAlgorithm::Crc64nvme);
    // As the others: over HTTP, a body would be signed too.
    put.customize().disable_payload_signing().send().await?;
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
