using Pipeline.Leads.Facts;
using Pipeline.Leads.Pages;
using Pipeline.Testing;
using static Pipeline.UnitTests.Identity.Facts;

namespace Pipeline.UnitTests.Leads.Pages;

public sealed class PageTextTests
{
    // As another program packed it.
    private const string Golden =
        "516|GwMCYBwHbqw1BzUIWu9BANckP/0MqsKfRQfChJcsXX3FojN4U2c6G/AUz8etPr0H/j3CBEq9oOYWndWAynD/RzN4c3mmJkLuwPYbab6UE7"
        + "LpD0HNkoZ4fGU60E+kMOfrDAOKSMPkQJGabxB4JeF4+/8xnjuEF9LSsaQaC9ZbquurqhVmCuQS/57O3aZKOz5YxPSf15lEiirSXLfUZItyc0di"
        + "YD1R77mL5e68nC8ufBfg+9xRHi4sYYPyUKS7SVNpoCpCPg8L8wtUf9fTJ1FVnk24EdBJC5/RI70B";

    private static readonly Random Noise = new(1);

    [Fact]
    public void Read_TheFirstVersion_StaysReadable()
    {
        var entries = PageText.Read(Golden);

        Assert.Equal([("l_a", 3), ("l_b", 2)], entries.Select(entry => (entry.LeadId, entry.Generation)));
        var lead = entries[0].Lead!;
        Assert.Equal(("a@example.org", "Acmé", 1.5), (lead.Email, lead.Fields["Company"], lead.ScoreSum));
        Assert.Equal(("lead", 3), (lead.Stage, lead.Generation));
        Assert.Equal((4, null), (lead.Insight.PeakScore, entries[0].GoneAt));
        Assert.Equal((null, At(0)), (entries[1].Lead, entries[1].GoneAt));
    }

    [Fact]
    public void Read_WhatWasWritten_IsTheSameWhateverTheOrder()
    {
        var entries = Entries(40);

        var text = PageText.Write(entries);

        Assert.Equal(text, PageText.Write(entries.AsEnumerable().Reverse()));
        Assert.Equal(text, PageText.Write(PageText.Read(text)));
        Assert.Equal(
            entries.Select(entry => (entry.LeadId, entry.Generation, entry.Lead!.Email)).Order(),
            PageText.Read(text).Select(entry => (entry.LeadId, entry.Generation, entry.Lead!.Email)).Order());
        Assert.Empty(PageText.Read(PageText.Write([])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("|")]
    [InlineData("x|AAAA")]
    [InlineData("-1|AAAA")]
    [InlineData("20|AAAA")]
    [InlineData("2|")]
    public void Read_NoPage_IsRefused(string text) => Assert.Throws<InvalidDataException>(() => PageText.Read(text));

    [Fact]
    public void Cut_MoreThanAPageHolds_CoversTheRangeOnceAndKeepsEveryPageShort()
    {
        for (var count = 1; count <= 256; count *= 2)
        {
            var entries = Entries(count);

            var pages = PageText.Cut("", entries);

            Assert.Equal(1.0, pages.Sum(page => Math.Pow(0.5, page.Prefix.Length)));
            Assert.All(pages, page => Assert.InRange(page.Text.Length, 1, PageText.MaxLength));
            Assert.Equal(count > 2, pages.Count > 1);
            Assert.All(pages, page => Assert.All(
                PageText.Read(page.Text),
                entry => Assert.StartsWith(page.Prefix, PagePlace.Of(entry.LeadId).Bits, StringComparison.Ordinal)));
            Assert.Equal(
                entries.Select(entry => entry.LeadId).Order(),
                pages.SelectMany(page => PageText.Read(page.Text)).Select(entry => entry.LeadId).Order());
        }
    }

    [Fact]
    public void Cut_OneLeadThatIsLongAlone_StaysOnePage()
    {
        var entry = Entry("a", noise: 40_000);

        var page = Assert.Single(PageText.Cut("01", [entry]));

        Assert.True(page.Text.Length > PageText.MaxLength);
        Assert.Equal("01", page.Prefix);
    }

    [Fact]
    public void Place_ALead_IsThatOfItsHash()
    {
        var hash = System.Security.Cryptography.SHA256.HashData("l_a"u8);
        var place = PagePlace.Of("l_a");

        Assert.Equal(hash[0] % 16, place.Shard);
        Assert.Equal(string.Concat(hash[1..5].Select(part => Convert.ToString(part, 2).PadLeft(8, '0'))), place.Bits);
    }

    [Fact]
    public void Entry_OfAProfile_LeavesOutWhatOnlyTheLeadItselfShows()
    {
        var profile = Sample.Profile(Lead("ann"), Email("ann"), At(0)) with
        {
            Generation = 7,
            Fields = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["Company"] = "Acme", ["message"] = "Hello" },
            Insight = new LeadInsight { Contacts = [new LeadContact(At(0), "Direct")], Visitors = [], PeakScore = 4 },
        };

        var entry = LeadEntry.Of(profile);

        Assert.Equal((Lead("ann"), 7, null), (entry.LeadId, entry.Generation, entry.GoneAt));
        Assert.Equal(["Company"], entry.Lead!.Fields.Keys);
        Assert.Empty(entry.Lead.Insight.Contacts);
        Assert.Null(entry.Lead.Insight.Visitors);
        Assert.Equal(4, entry.Lead.Insight.PeakScore);
    }

    private static IReadOnlyList<LeadEntry> Entries(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Entry($"p{i}", noise: 6_000))];

    // Letters that do not compress, so that the length of the page follows that of the entries.
    private static LeadEntry Entry(string name, int noise) => LeadEntry.Of(
        Sample.Profile(Lead(name), Email(name), At(0)) with
        {
            Generation = 1,
            Owner = new string([.. Enumerable.Range(0, noise).Select(_ => (char)('0' + Noise.Next(64)))]),
        });
}
