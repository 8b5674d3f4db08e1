//! Gets, puts and lists objects of the bucket `bench` by rusty-s3, which signs URLs, and reqwest:
//! `app-s3-rusty [get | put FILE | many CALLS]`. It makes and checks no checksums.

use reqwest::{Body, Client};
use rusty_s3::actions::ListObjectsV2;
use rusty_s3::{Bucket, Credentials, S3Action, UrlStyle};
use std::cell::Cell;
use std::env;
use std::error::Error;
use std::rc::Rc;
use std::time::Duration;
use tokio::fs::File;
use tokio::task::LocalSet;

const AT_ONCE: usize = 64;
const HOUR: Duration = Duration::from_secs(3600);

type Fallible<T> = Result<T, Box<dyn Error>>;

struct Store {
    client: Client,
    bucket: Bucket,
    credentials: Credentials,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Fallible<()> {
    let place = env::var("AWS_ENDPOINT_URL")?.parse()?;
    let store = Store {
        client: Client::new(),
        bucket: Bucket::new(place, UrlStyle::Path, "bench", env::var("AWS_REGION")?)?,
        credentials: Credentials::from_env().ok_or("no credentials")?,
    };
    let arguments: Vec<String> = env::args().skip(1).collect();
    // What every work begins with, so that it can be taken away.
    store.get("kb").await?;
    store.put("small", 5).await?;
    println!("{}", store.list().await?);
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["get"] => assert_eq!(store.get("gib").await?, 1 << 30),
        ["put", file] => {
            let file = File::open(file).await?;
            let length = file.metadata().await?.len();
            store.put(file, length).await?;
        }
        ["many", calls] => many(store, calls.parse()?).await?,
        _ => {}
    }
    Ok(())
}

impl Store {
    /// How many bytes there are.
    async fn get(&self, key: &str) -> Fallible<usize> {
        let url = self
            .bucket
            .get_object(Some(&self.credentials), key)
            .sign(HOUR);
        let mut response = self.client.get(url).send().await?.error_for_status()?;
        let mut length = 0;
        while let Some(bytes) = response.chunk().await? {
            length += bytes.len();
        }
        Ok(length)
    }

    async fn put(&self, body: impl Into<Body>, length: u64) -> Fallible<()> {
        let url = self
            .bucket
            .put_object(Some(&self.credentials), "put")
            .sign(HOUR);
        let put = self
            .client
            .put(url)
            .header("content-length", length)
            .body(body);
        put.send().await?.error_for_status()?;
        Ok(())
    }

    async fn list(&self) -> Fallible<usize> {
        let url = self
            .bucket
            .list_objects_v2(Some(&self.credentials))
            .sign(HOUR);
        let response = self.client.get(url).send().await?.error_for_status()?;
        let listing = ListObjectsV2::parse_response(&response.text().await?)?;
        Ok(listing.contents.len())
    }
}

async fn many(store: Store, calls: usize) -> Fallible<()> {
    let store = Rc::new(store);
    let left = Rc::new(Cell::new(calls));
    let tasks = LocalSet::new();
    for _ in 0..AT_ONCE {
        let (store, left) = (Rc::clone(&store), Rc::clone(&left));
        tasks.spawn_local(async move {
            while left.get() > 0 {
                left.set(left.get() - 1);
                assert_eq!(store.get("kb").await.expect("an object"), 1000);
            }
        });
    }
    tasks.await;
    assert_eq!(left.get(), 0);
    Ok(())
}
