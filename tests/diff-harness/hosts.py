"""Whether the endpoint rules of two releases resolve to other hosts, as evaluated by botocore's own code."""

import functools
import gzip
import json
import os
import sys


def load(path):
    for file, opener in ((path, open), (f"{path}.gz", gzip.open)):
        if os.path.exists(file):
            with opener(file, "rt", encoding="utf-8") as opened:
                return json.load(opened)
    return None


def rules(data, service):
    versions = sorted(v for v in os.listdir(f"{data}/{service}") if v[0].isdigit())
    return load(f"{data}/{service}/{versions[-1]}/endpoint-rule-set-1.json")


@functools.lru_cache(1)
def provider(newer):
    """botocore's code of the newer release, and its partitions: regions that it adds are no service's."""
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(newer))))
    from botocore.endpoint_provider import EndpointProvider

    partitions = load(f"{newer}/partitions.json")
    regions = [region for it in partitions["partitions"] for region in it["regions"]]
    return EndpointProvider, partitions, regions


def resolved(newer, rule_set):
    make, partitions, regions = provider(newer)
    endpoints = make(rule_set, partitions)
    known = rule_set["parameters"]
    found = {}
    for region in regions:
        for fips in (False, True):
            for dual in (False, True):
                asked = {"Region": region, "UseFIPS": fips, "UseDualStack": dual}
                asked = {name: value for name, value in asked.items() if name in known}
                try:
                    result = endpoints.resolve_endpoint(**asked)
                    found[region, fips, dual] = (result.url, json.dumps(result.properties, sort_keys=True))
                except Exception:
                    found[region, fips, dual] = None
    return found


@functools.lru_cache(None)
def differ(older, newer, service):
    before, after = rules(older, service), rules(newer, service)
    if before == after or before is None or after is None:
        return False
    return resolved(newer, before) != resolved(newer, after)
