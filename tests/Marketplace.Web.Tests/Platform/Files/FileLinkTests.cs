using Marketplace.Testing;
using Marketplace.Web.Platform.Files;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using FileOptions = Marketplace.Web.Platform.Files.FileOptions;

namespace Marketplace.Web.Tests.Platform.Files;

public sealed class FileLinkTests
{
    [Fact]
    public void A_link_opens_its_file_until_it_runs_out_by_the_programs_clock()
    {
        var time = new ManualTime();
        var store = new FileStore(Options.Create(new FileOptions()), new EphemeralDataProtectionProvider(), time);
        var id = Guid.CreateVersion7();
        var token = store.LinkTo(id).Split('/')[^1];
        store.Open(token).ShouldBe(id);
        time.Advance(new FileOptions().LinkLife - TimeSpan.FromSeconds(1));
        store.Open(token).ShouldBe(id);
        time.Advance(TimeSpan.FromSeconds(1));
        store.Open(token).ShouldBeNull();
        store.Open("forged").ShouldBeNull();
    }
}
