namespace Pipeline.UnitTests.Architecture;

/// <summary>
/// A parameter that a private route does not know never passes for nothing: what it was meant to change would silently not be.
/// </summary>
public sealed class PrivateRouteTests : IDisposable
{
    private readonly PrivateRoutes _routes = new();

    public static TheoryData<string> Names { get; } = [.. PrivateRoutes.Names];

    public void Dispose() => _routes.Dispose();

    [Fact]
    public void Private_Routes_AreFound() => Assert.InRange(Names.Count, 25, 200);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Route_UnknownParameter_Is400ThatNamesIt(string name)
    {
        var (status, errors) = await _routes.AnswerAsync(name, "?zzzz=1&code=key&clientId=me");

        Assert.Equal(400, status);
        Assert.Contains(errors, error => error.Field == "zzzz");
        Assert.DoesNotContain(errors, error => error.Field is "code" or "clientId");
    }

    [Theory]
    [InlineData("ImportCrm", "dry-run", "dryRun")]
    [InlineData("ImportTouches", "dryrunn", "dryRun")]
    [InlineData("ImportCosts", "dry_run", "dryRun")]
    [InlineData("ImportTargets", "decimals", "decimal")]
    [InlineData("GetReport channels", "form", "from")]
    [InlineData("GetReport funnel", "form", "from")]
    [InlineData("GetReport attribution", "models", "model")]
    [InlineData("GetReport runway", "veiw", "view")]
    [InlineData("ListLeads", "stgae", "stage")]
    [InlineData("GetLead", "att", "at")]
    [InlineData("PutSettings", "activated", "activate")]
    [InlineData("RollBackSettings", "acter", "actor")]
    [InlineData("ListRejected", "resaon", "reason")]
    [InlineData("StartRebuild", "form", "from")]
    [InlineData("GetTemplate", "exel", "excel")]
    public async Task Route_SlipOfThePen_NamesTheParameterThatWasMeant(string name, string parameter, string meant)
    {
        var (status, errors) = await _routes.AnswerAsync(name, $"?{parameter}=2026-03-01");

        Assert.Equal(400, status);
        Assert.Contains(
            $"Did you mean {meant}?", Assert.Single(errors, error => error.Field == parameter).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ListLeads", "stage", "zzz")]
    [InlineData("ListLeads", "grade", "E")]
    [InlineData("ListRejected", "reason", "malforme")]
    [InlineData("GetReport channels", "level", "sauce")]
    [InlineData("GetReport channels", "model", "frist")]
    [InlineData("GetReport funnel", "stage", "mql")]
    [InlineData("RollBackSettings", "validate", "true")]
    [InlineData("ActivateSettings", "validate", "true")]
    [InlineData("ImportCrm", "dryRun", "")]
    [InlineData("ImportCrm", "dryRun", "yes")]
    public async Task Route_ValueThatMeansNothing_Is400(string name, string parameter, string value)
    {
        var (status, errors) = await _routes.AnswerAsync(name, $"?{parameter}={value}");

        Assert.Equal(400, status);
        Assert.Contains(errors, error => error.Field == parameter);
    }
}
