using Pipeline.Crm;
using Pipeline.Crm.Facts;
using Pipeline.Events;
using Pipeline.Identity;
using Pipeline.Leads.Aliases;
using Pipeline.Leads.Facts;
using Pipeline.Lifecycle;
using Pipeline.Time;

namespace Pipeline.Leads;

/// <summary>
/// Every fact that can matter to a lead: its own, its aliases', and those of every visitor that was ever linked to one of them.
/// </summary>
/// <param name="Facts">Facts stored under the lead.</param>
/// <param name="Visitors">Facts of its visitors.</param>
public sealed record LeadHistory(LeadFacts Facts, IReadOnlyList<VisitorFacts> Visitors)
{
    /// <summary>Opportunities that its CRM facts name, with what other leads' facts say about them.</summary>
    public IReadOnlyList<OpportunityRecord> Opportunities { get; init; } = [];

    /// <summary>Facts stored under addresses that were its alias at some time.</summary>
    public IReadOnlyList<LeadFacts> Members { get; init; } = [];

    /// <summary>Aliases of the lead, its members, and other leads of its visitors.</summary>
    public AliasBook Book { get; init; } = AliasBook.Empty;

    /// <summary>Its other addresses at the moment of <see cref="AsOf"/>, in the order in which they were told.</summary>
    public IReadOnlyList<AliasEntry> Aliases { get; init; } = [];

    /// <summary>True when anything that can matter to the lead was disowned at some time.</summary>
    public bool HasDisowned => Facts.Disowns.Count > 0 || Members.Any(member => member.Disowns.Count > 0)
        || Visitors.Any(visitor => visitor.Disowns.Count > 0);

    /// <summary>Its visitors with what is disowned too, for its audit; null where nothing was left out.</summary>
    public IReadOnlyList<VisitorFacts>? AllVisitors { get; init; }

    /// <summary>True once <see cref="AsOf"/> has put the aliases' facts in.</summary>
    public bool IsMerged { get; init; }

    /// <summary>Visitors that a link confirms, in ordinal order; the others are left from links that are no more.</summary>
    public IReadOnlyList<VisitorFacts> LinkedVisitors =>
    [
        .. Visitors.Where(visitor => visitor.Links.Any(link => link.LeadId == Facts.LeadId))
            .OrderBy(visitor => visitor.VisitorId, StringComparer.Ordinal),
    ];

    /// <summary>Rows of the aliases that are or were the lead's own, for its audit.</summary>
    public IReadOnlyList<LeadAliases> AliasRows =>
        [.. Book.Rows.Where(row => row.LeadId == Facts.LeadId || Members.Any(member => member.LeadId == row.LeadId))];

    /// <summary>When the next of its facts comes true: what is dated ahead changes the lead on that day without any message.</summary>
    /// <param name="at">Moment after which to look.</param>
    /// <returns>The earliest moment of a fact after it; null when there is none.</returns>
    public DateTimeOffset? NextAfter(DateTimeOffset at)
    {
        DateTimeOffset? next = null;
        foreach (var moment in Moments().Where(moment => moment > at))
        {
            next = next < moment ? next : moment;
        }

        return next;
    }

    /// <summary>The history as if every fact of an alias had been stored under the lead that stays.</summary>
    /// <param name="at">Moment; aliases and undos that were told later do not count.</param>
    /// <returns>The history; null when the lead is itself an alias at that moment. Doing it twice changes nothing.</returns>
    public LeadHistory? AsOf(DateTimeOffset at)
    {
        var leadId = Facts.LeadId;
        if (Book.IsEmpty || IsMerged)
        {
            return this;
        }

        if (Book.RootAt(leadId, at) != leadId)
        {
            return null;
        }

        var members = Members.Where(member => Book.RootAt(member.LeadId, at) == leadId).ToList();
        var entries = members
            .Select(member => (member.LeadId, Alias: Book.StandingAt(member.LeadId, at)))
            .Where(member => member.Alias is not null);
        return this with
        {
            IsMerged = true,
            Facts = Facts.Union(members, Rename),
            Visitors =
            [
                .. Visitors.Select(visitor => visitor with
                {
                    Events = [.. visitor.Events.Select(Rename)],
                    Links = [.. visitor.Links.Select(link => link with { LeadId = Book.RootAt(link.LeadId, at) })],
                    Disowns = [.. visitor.Disowns.Select(disown => disown with { LeadId = Book.RootAt(disown.LeadId, at) })],
                }),
            ],
            Opportunities =
            [
                .. Opportunities.Select(record => record with
                {
                    Parts = [.. record.Parts.Select(part => part with { LeadId = Book.RootAt(part.LeadId, at) })],
                }),
            ],
            Aliases =
            [
                .. entries.OrderBy(member => member.Alias!.At).ThenBy(member => member.Alias!.Key, StringComparer.Ordinal)
                    .Select(member => new AliasEntry(member.LeadId, member.Alias!.Email, member.Alias.At, member.Alias.Mistyped)),
            ],
        };

        CapturedEvent Rename(CapturedEvent captured) =>
            captured.LeadId is { } named && Book.RootAt(named, at) is var root && root != named
                ? captured with { LeadId = root }
                : captured;
    }

    /// <summary>The history as if what is disowned at a moment had never been sent.</summary>
    /// <param name="at">Moment; later decisions do not count.</param>
    public LeadHistory WithoutDisownedAt(DateTimeOffset at)
    {
        if (AllVisitors is not null || !HasDisowned)
        {
            return this;
        }

        // What lost its visitor to a withdrawal is disowned by its own id alone: nothing may say whose it was.
        var taken = Facts.Disowns.Where(disown => disown.StandsAt(at)).Select(disown => disown.EventId).OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        return this with
        {
            AllVisitors = Visitors,
            Visitors = [.. Visitors.Select(visitor => visitor.WithoutDisownedAt(at))],
            Facts = Facts with { Events = [.. Facts.Events.Where(captured => !taken.Contains(captured.Id))] },
        };
    }

    /// <summary>The history with each row of the CRM counting as what its stage counts as now, whatever it did at the upload.</summary>
    /// <param name="stages">Stages in use.</param>
    public LeadHistory Under(StageBook stages)
    {
        return Facts.Crm.Count + Opportunities.Count == 0 ? this : this with
        {
            Facts = Facts with { Crm = [.. Facts.Crm.Select(Read)] },
            Opportunities =
            [
                .. Opportunities.Select(record =>
                    record with { Parts = [.. record.Parts.Select(part => part with { Current = Meant(part.Stage, part.Current) })] }),
            ],
        };

        CrmFact Read(CrmFact fact) => fact with { Versions = [Meant(fact.Stage, fact.Current), .. fact.Versions.Skip(1)] };

        CrmVersion Meant(string stage, CrmVersion version) =>
            stages.MeaningOf(stage, version.Meaning) is var meaning && meaning != version.Meaning
                ? version with { Meaning = meaning }
                : version;
    }

    /// <summary>The history with each row of the CRM dated from when it counts: see <see cref="DealRows.Date"/>.</summary>
    /// <param name="localTime">Cuts local days.</param>
    public LeadHistory Dated(LocalTime localTime)
    {
        if (Facts.Crm.Count + Opportunities.Count == 0)
        {
            return this;
        }

        var others = Opportunities.ToDictionary(record => OpportunityRecord.KeyOf(record.Opportunity), OthersOn, StringComparer.Ordinal);
        var own = new Dictionary<string, CrmVersion>(StringComparer.Ordinal);
        foreach (var deal in Facts.Crm.GroupBy(fact => fact.OpportunityKey, StringComparer.Ordinal))
        {
            var beside = deal.Key is null ? [] : others.GetValueOrDefault(deal.Key) ?? [];
            foreach (var row in DealRows.Date([.. deal.Select(DealRow.Of), .. beside], localTime, deal.Key is not null).Take(deal.Count()))
            {
                own[row.Key] = row.Version;
            }
        }

        return this with
        {
            Facts = Facts with { Crm = [.. Facts.Crm.Select(fact => fact with { Versions = [own[fact.Key], .. fact.Versions.Skip(1)] })] },
            Opportunities =
            [
                .. Opportunities.Select(record => record with
                {
                    Parts =
                    [
                        .. DealRows.Date([.. record.Parts.Select(DealRow.Of)], localTime, isDeal: true)
                            .Zip(record.Parts, (row, part) => part with { Current = row.Version }),
                    ],
                }),
            ],
        };

        List<DealRow> OthersOn(OpportunityRecord record) => [.. record.Parts.Where(part => part.LeadId != Facts.LeadId).Select(DealRow.Of)];
    }

    private IEnumerable<DateTimeOffset> Moments() =>
        Facts.Events.Concat(Visitors.SelectMany(visitor => visitor.Events)).Select(captured => captured.OccurredAt)
            .Concat(Facts.Crm.Select(fact => fact.Current.At))
            .Concat(Facts.Touches.Select(touch => touch.At))
            .Concat(Opportunities.SelectMany(record => record.Parts).Select(part => part.Current.At))
            .Concat(Visitors.SelectMany(visitor => visitor.Undos).Select(undo => undo.At))
            .Concat(Visitors.SelectMany(visitor => visitor.Consents).Select(consent => consent.ReceivedAt))
            .Concat(Visitors.SelectMany(visitor => visitor.Disowns).Concat(Facts.Disowns)
                .SelectMany(disown => disown.Decisions)
                .Select(decision => decision.At))
            .Concat(Book.Rows.SelectMany(row => row.Facts.Select(alias => alias.At).Concat(row.Undos.Select(undo => undo.At))));
}
