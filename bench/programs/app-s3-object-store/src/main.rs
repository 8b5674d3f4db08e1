//! Gets, puts and lists objects of the bucket `bench` by object_store:
//! `app-s3-object-store [get | put FILE | many CALLS]`. It puts a file in parts, which it keeps in memory.

use futures_util::TryStreamExt;
use object_store::aws::{AmazonS3, AmazonS3Builder, Checksum};
use object_store::buffered::BufWriter;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};
use std::cell::Cell;
use std::env;
use std::error::Error;
use std::rc::Rc;
use std::sync::Arc;
use tokio::io::AsyncWriteExt;
use tokio::task::LocalSet;

const AT_ONCE: usize = 64;

type Fallible<T> = Result<T, Box<dyn Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Fallible<()> {
    let builder = AmazonS3Builder::from_env().with_bucket_name("bench");
    let builder = builder.with_allow_http(true);
    let client = Arc::new(
        builder
            .with_checksum_algorithm(Checksum::CRC64NVME)
            .build()?,
    );
    let arguments: Vec<String> = env::args().skip(1).collect();
    // What every work begins with, so that it can be taken away.
    get(&client, "kb").await?;
    client.put(&Path::from("put"), "small".into()).await?;
    println!("{}", client.list_with_delimiter(None).await?.objects.len());
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["get"] => assert_eq!(get(&client, "gib").await?, 1 << 30),
        ["put", file] => put(&client, file).await?,
        ["many", calls] => many(&client, calls.parse()?).await?,
        _ => {}
    }
    Ok(())
}

/// How many bytes there are.
async fn get(client: &AmazonS3, key: &str) -> Fallible<usize> {
    let mut body = client.get(&Path::from(key)).await?.into_stream();
    let mut length = 0;
    while let Some(bytes) = body.try_next().await? {
        length += bytes.len();
    }
    Ok(length)
}

async fn put(client: &Arc<AmazonS3>, file: &str) -> Fallible<()> {
    let store: Arc<dyn ObjectStore> = Arc::clone(client) as _;
    let mut writer = BufWriter::new(store, Path::from("put"));
    tokio::io::copy(&mut tokio::fs::File::open(file).await?, &mut writer).await?;
    writer.shutdown().await?;
    Ok(())
}

async fn many(client: &Arc<AmazonS3>, calls: usize) -> Fallible<()> {
    let left = Rc::new(Cell::new(calls));
    let tasks = LocalSet::new();
    for _ in 0..AT_ONCE {
        let (client, left) = (Arc::clone(client), Rc::clone(&left));
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
