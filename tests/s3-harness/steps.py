"""The list of steps, as boto3 names operations and members. `$name` stands for what an earlier step kept."""

import base64
import hashlib


def b(data):
    return {"$bytes": base64.b64encode(data).decode()}


KEYS = ["plain", "a//b", "a/./b", "sp ace", "plus+plus", "gr\u00fc\u00dfe/\u65e5\u672c", "per%2Fcent", "q?x=1&y",
        "hash#tag", "quote'\"", "tilde~", "(par)!*", "semi;colon", "at@colon:", "{brace}", "pipe|", "back\\slash",
        "trail/", " lead", "tab\tkey", "<xml>&amp;"]


# What a server does not have: of these steps it is spared those that follow from what it refused.
SPARED = {"s3rver": {"copied"}}


def steps(server=""):
    out = []

    def step(operation, keep=None, **params):
        if params.get("Key") not in SPARED.get(server, ()):
            out.append({"at": step.at, "operation": operation, "params": params, "keep": keep or {}})
        step.at += 1

    step.at = 0

    B = {"Bucket": "harness"}
    step("CreateBucket", **B)
    step("HeadBucket", **B)
    step("HeadBucket", Bucket="no-such-bucket-here")
    step("GetBucketLocation", **B)
    step("ListObjectsV2", **B)
    step("ListObjectsV2", Bucket="no-such-bucket-here")
    # Objects of several sizes, whole and in part.
    five = bytes(range(256)) * 4 * 1024 * 5
    for name, data in [("empty", b""), ("one", b"1"), ("five", five)]:
        step("PutObject", **B, Key=name, Body=b(data))
        step("GetObject", **B, Key=name)
        step("HeadObject", **B, Key=name)
    for part in ["bytes=0-0", "bytes=5-9", "bytes=-3", "bytes=5242870-", "bytes=99999999-"]:
        step("GetObject", **B, Key="five", Range=part)
    step("GetObject", **B, Key="missing")
    step("HeadObject", **B, Key="missing")
    # Keys with odd characters.
    for key in KEYS:
        step("PutObject", **B, Key=key, Body=b(key.encode()))
        step("GetObject", **B, Key=key)
    for key in KEYS[:8]:
        step("HeadObject", **B, Key=key)
    step("ListObjectsV2", **B)
    step("ListObjects", **B)
    step("ListObjectsV2", **B, Prefix="a/")
    step("ListObjectsV2", **B, Delimiter="/")
    step("ListObjectsV2", **B, Prefix="plus+")
    step("ListObjectsV2", **B, StartAfter="q?x=1&y")
    # Metadata and headers.
    step("PutObject", **B, Key="meta", Body=b(b"m"), Metadata={"a": "b", "note": "x  y"}, ContentType="text/plain",
         CacheControl="max-age=1", ContentLanguage="de", ContentDisposition="attachment", StorageClass="STANDARD_IA")
    step("HeadObject", **B, Key="meta")
    step("GetObject", **B, Key="meta", ResponseContentType="text/html")
    for algorithm in ["CRC32", "CRC32C", "SHA1", "SHA256", "CRC64NVME"]:
        step("PutObject", **B, Key="sum-" + algorithm, Body=b(b"summed"), ChecksumAlgorithm=algorithm)
        step("HeadObject", **B, Key="sum-" + algorithm, ChecksumMode="ENABLED")
    # Conditions.
    tag = '"%s"' % hashlib.md5(b"1").hexdigest()
    step("GetObject", **B, Key="one", IfMatch=tag)
    step("GetObject", **B, Key="one", IfMatch='"other"')
    step("GetObject", **B, Key="one", IfNoneMatch=tag)
    step("GetObject", **B, Key="one", IfNoneMatch='"other"')
    step("HeadObject", **B, Key="one", IfNoneMatch=tag)
    step("PutObject", **B, Key="one", Body=b(b"2"), IfNoneMatch="*")
    step("PutObject", **B, Key="fresh", Body=b(b"2"), IfNoneMatch="*")
    # Multipart uploads.
    step("CreateMultipartUpload", keep={"upload": "UploadId"}, **B, Key="multi", Metadata={"m": "1"})
    step("ListMultipartUploads", **B)
    U = {**B, "Key": "multi", "UploadId": "$upload"}
    step("UploadPart", keep={"e1": "ETag"}, **U, PartNumber=1, Body=b(five))
    step("UploadPart", keep={"e2": "ETag"}, **U, PartNumber=2, Body=b(b"last"))
    step("ListParts", **U)
    step("CompleteMultipartUpload", **U, MultipartUpload={"Parts": [
        {"ETag": "$e1", "PartNumber": 1}, {"ETag": "$e2", "PartNumber": 2}]})
    step("HeadObject", **B, Key="multi")
    step("GetObject", **B, Key="multi")
    step("GetObject", **B, Key="multi", PartNumber=2)
    step("CreateMultipartUpload", keep={"upload": "UploadId"}, **B, Key="copied")
    step("UploadPartCopy", keep={"c1": "CopyPartResult.ETag"}, **B, Key="copied", UploadId="$upload", PartNumber=1,
         CopySource="harness/five", CopySourceRange="bytes=0-5242879")
    step("CompleteMultipartUpload", **B, Key="copied", UploadId="$upload", MultipartUpload={"Parts": [
        {"ETag": "$c1", "PartNumber": 1}]})
    step("CreateMultipartUpload", keep={"upload": "UploadId"}, **B, Key="aborted")
    step("UploadPart", **B, Key="aborted", UploadId="$upload", PartNumber=1, Body=b(b"x"))
    step("AbortMultipartUpload", **B, Key="aborted", UploadId="$upload")
    step("ListParts", **B, Key="aborted", UploadId="$upload")
    step("ListMultipartUploads", **B)
    # Copies.
    step("CopyObject", **B, Key="copy", CopySource="harness/one")
    step("CopyObject", **B, Key="copy of odd", CopySource="harness/sp ace")
    step("CopyObject", **B, Key="copy+", CopySource="harness/plus+plus")
    step("CopyObject", **B, Key="copy-of-none", CopySource="harness/missing")
    step("CopyObject", **B, Key="copy-meta", CopySource="harness/meta", MetadataDirective="REPLACE", Metadata={"n": "2"})
    step("HeadObject", **B, Key="copy-meta")
    step("GetObject", **B, Key="copy of odd")
    # Tags, access, attributes.
    step("PutObjectTagging", **B, Key="one", Tagging={"TagSet": [{"Key": "k", "Value": "v w"}]})
    step("GetObjectTagging", **B, Key="one")
    step("DeleteObjectTagging", **B, Key="one")
    step("PutObject", **B, Key="tagged", Body=b(b"t"), Tagging="a=b&c=d%20e")
    step("GetObjectTagging", **B, Key="tagged")
    step("PutBucketTagging", **B, Tagging={"TagSet": [{"Key": "b", "Value": "1"}]})
    step("GetBucketTagging", **B)
    step("PutObjectAcl", **B, Key="one", ACL="public-read")
    step("GetObjectAcl", **B, Key="one")
    step("GetBucketAcl", **B)
    step("GetObjectAttributes", **B, Key="five", ObjectAttributes=["ETag", "ObjectSize"])
    step("PutBucketCors", **B, CORSConfiguration={"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]})
    step("GetBucketCors", **B)
    step("GetBucketPolicy", **B)
    step("PutBucketPolicy", **B, Policy='{"Version":"2012-10-17","Statement":[]}')
    step("GetBucketPolicy", **B)
    step("GetBucketLifecycleConfiguration", **B)
    step("PutBucketLifecycleConfiguration", **B, LifecycleConfiguration={"Rules": [
        {"ID": "r", "Status": "Enabled", "Filter": {"Prefix": "x/"}, "Expiration": {"Days": 3}}]})
    step("GetBucketLifecycleConfiguration", **B)
    # Versions.
    step("PutBucketVersioning", **B, VersioningConfiguration={"Status": "Enabled"})
    step("GetBucketVersioning", **B)
    step("PutObject", keep={"v1": "VersionId"}, **B, Key="versioned", Body=b(b"v1"))
    step("PutObject", **B, Key="versioned", Body=b(b"v2"))
    step("GetObject", **B, Key="versioned", VersionId="$v1")
    step("CopyObject", **B, Key="old", CopySource="harness/versioned?versionId=$v1")
    step("GetObject", **B, Key="old")
    step("ListObjectVersions", **B, Prefix="versioned")
    step("DeleteObject", **B, Key="versioned")
    step("GetObject", **B, Key="versioned")
    step("DeleteObject", **B, Key="versioned", VersionId="$v1")
    # What somebody else sends: a URL, or a form.
    for name, params in [("PutObject", {"Key": "by url +", "ContentType": "text/plain"}), ("GetObject", {"Key": "by url +"}),
                         ("GetObject", {"Key": "by url +", "ResponseContentType": "text/html"}),
                         ("HeadObject", {"Key": "by url +"}), ("GetObject", {"Key": "missing"}),
                         ("DeleteObject", {"Key": "by url +"}), ("GetObject", {"Key": "by url +"})]:
        step("$presigned", **B, call=name, **params)
    for key, size in [("form/${filename}", 5), ("form key", 5), ("form-too-large", 50)]:
        step("$post", **B, Key=key, size=size, limit=20)
    step("GetObject", **B, Key="form/a name.txt")
    step("GetObject", **B, Key="form key")
    step("GetObject", **B, Key="form-too-large")
    # Several at once.
    step("DeleteObjects", **B, Delete={"Objects": [{"Key": k} for k in KEYS]})
    step("DeleteObjects", **B, Delete={"Objects": [{"Key": "one"}, {"Key": "fresh", "VersionId": "none"}], "Quiet": True})
    step("DeleteObject", **B, Key="missing")
    step("DeleteBucket", **B)
    # A listing of more than one page.
    step("CreateBucket", Bucket="many")
    step("$many", Bucket="many", count=3100)
    step("$list", Bucket="many", Delimiter="/")
    step("$list", Bucket="many", Prefix="folder 7/")
    step("$list", Bucket="many")
    # A gigabyte of nothing.
    step("$sparse", Bucket="many", Key="sparse", size=1 << 30)
    return out


if __name__ == "__main__":
    import json
    import sys
    print(json.dumps(steps(*sys.argv[1:])))
