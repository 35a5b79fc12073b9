import { describe, expect, test } from "vitest";
import { unsupportedPlatform } from "./unsupported-platform.ts";

describe("unsupportedPlatform", () => {
  test.each([
    { platform: "linux", arch: "x64", glibc: "2.36" },
    { platform: "linux", arch: "arm64", glibc: "2.17" },
    { platform: "darwin", arch: "x64", glibc: undefined },
    { platform: "darwin", arch: "arm64", glibc: undefined },
  ])("takes $platform on $arch with glibc $glibc", (platform) => {
    expect(unsupportedPlatform(platform)).toBeUndefined();
  });

  test.each([
    [{ platform: "win32", arch: "x64", glibc: undefined }, "WSL2"],
    [{ platform: "win32", arch: "arm64", glibc: undefined }, "WSL2"],
    [{ platform: "linux", arch: "x64", glibc: undefined }, "musl"],
    [{ platform: "linux", arch: "arm64", glibc: undefined }, "musl"],
    [{ platform: "linux", arch: "arm", glibc: "2.36" }, "this Node is of arm"],
    [{ platform: "linux", arch: "riscv64", glibc: "2.36" }, "this Node is of riscv64"],
    [{ platform: "darwin", arch: "ppc64", glibc: undefined }, "this Node is of ppc64"],
    [{ platform: "freebsd", arch: "x64", glibc: undefined }, "container"],
  ])("says what to do on %j", (platform, advice) => {
    expect(unsupportedPlatform(platform)).toContain(advice);
  });
});
