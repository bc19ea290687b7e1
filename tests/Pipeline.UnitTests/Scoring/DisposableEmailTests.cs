using Pipeline.Events;
using Pipeline.Leads;
using Pipeline.Ruleset;
using Pipeline.Scoring.Documents;
using Pipeline.Testing;
using Pipeline.Time;
using static Pipeline.UnitTests.Scoring.Samples;

namespace Pipeline.UnitTests.Scoring;

/// <summary>Throw-away addresses in the conditions of rules.</summary>
public sealed class DisposableEmailTests
{
    [Theory]
    [InlineData(true, true, 1)]
    [InlineData(true, false, 0)]
    [InlineData(false, true, 0)]
    [InlineData(false, false, 1)]
    [InlineData(null, true, 1)]
    [InlineData(null, false, 1)]
    public void Condition_OnDisposableEmail_FitsTheAddressOfTheEvent(bool? asked, bool isDisposable, int lines)
    {
        var rules = Bare with { Rules = [Rule(5, On(EventType.Form) with { DisposableEmail = asked })] };
        var form = Form(Start, "contact");

        Assert.Equal(
            lines, rules.Points(form with { Event = form.Event with { Email = "ann@example.org" }, Disposable = isDisposable }).Length);
        Assert.Equal(asked is null ? 1 : 0, rules.Points(form).Length);
    }

    [Theory]
    [InlineData(EventType.Form, 0)]
    [InlineData(EventType.Identify, 0)]
    [InlineData(EventType.Custom, 0)]
    [InlineData(EventType.PageView, 1)]
    public void Validate_OnEventsWithoutAddress_TellsThatNothingCanFit(EventType type, int problems)
    {
        var rules = Bare with { Rules = [Rule(5, On(type) with { DisposableEmail = true })] };

        var found = ScoringRules.Form.Check(rules);

        Assert.Equal(Enumerable.Repeat("$.rules[0].when.disposableEmail", problems), found.Select(problem => problem.Field));
    }

    [Fact]
    public void Read_OfAConditionInADocument_KeepsIt()
    {
        var rules = Bare with { Rules = [Rule(-5, On(EventType.Form) with { DisposableEmail = false })] };

        Assert.Equal(false, ScoringRules.Form.Read(rules.ToJson()).Document!.Rules[0].When.DisposableEmail);
        Assert.NotEmpty(ScoringRules.Form.Read(rules
            .ToJson()
            .Replace("\"disposableEmail\": false", "\"disposableEmail\": \"no\"", StringComparison.Ordinal)).Problems);
    }

    [Theory]
    [InlineData("ann@mailinator.example", 5)]
    [InlineData("ann@acme.example", 45)]
    public async Task ShippedRules_LeadOfAThrowAwayAddress_EarnsLess(string email, double score)
    {
        using var bed = PipelineBed.InMemory();
        var form = Sample.Form("f", bed.Clock.GetUtcNow(), "vvvvvvvvvvvvvvvvvvvvvvvvv2", email);
        await bed.CaptureAsync(form);
        var rules = await bed.Get<CurrentRules>().GetAsync(default) with { Disposable = new DisposableDomains(["mailinator.example"], []) };

        var lead = new LeadView(rules, bed.Get<LocalTime>())
            .Evaluate(await bed.Get<LeadHistoryReader>().ReadAsync(PipelineBed.LeadIds.Of(email), default), bed.Clock.GetUtcNow())!;

        Assert.Equal(score, lead.Ledger.Score);
    }
}
