using System.Globalization;
using System.Text;
using Pipeline.Events;
using Pipeline.Events.Messages;
using Pipeline.Leads;
using Pipeline.Leads.Aliases;
using Pipeline.Leads.Facts;
using Pipeline.Records;

namespace Pipeline.Testing.Worlds;

/// <summary>
/// What people do to leads by hand in a world: they take links back, tell changes of e-mail addresses, and take these back too.
/// </summary>
internal static class WorldActions
{
    private static readonly ActionNote Note = new("olga", "says so");

    /// <summary>Adds actions to a world. Some contradict each other, as requests at the same time can.</summary>
    public static World Add(World world, IReadOnlyList<string> emails)
    {
        var random = new Random(world.Seed ^ 0x0a11a5);
        List<(DateTimeOffset At, WorkMessage Message)> actions = [];
        foreach (var captured in world.Kept.Where(captured => captured.Email is not null && captured.VisitorId is not null))
        {
            if (random.Next(5) == 0)
            {
                var at = Moment(world, random);
                actions.Add((at, Undo(new UndoFact
                {
                    Version = 1,
                    LinkKey = FactKey.Of(captured.Id),
                    VisitorId = captured.VisitorId!,
                    At = at,
                    Actor = "olga",
                })));
            }
        }

        foreach (var visitorId in world.VisitorIds
            .Order(StringComparer.Ordinal)
            .Where(id => HasOneAddressAFill(world, id) && random.Next(4) == 0))
        {
            for (var decisions = random.Next(1, 4); decisions > 0; decisions--)
            {
                AddConsent(visitorId, world, random, actions);
            }
        }

        List<string> addresses = random.Next(2) == 0 ? [] : [.. emails, "new@example.org"];
        for (var count = addresses.Count == 0 ? 0 : random.Next(1, 4); count > 0; count--)
        {
            var (from, to) = (addresses[random.Next(addresses.Count)], addresses[random.Next(addresses.Count)]);
            if (from != to)
            {
                AddAlias(world, random, PipelineBed.LeadIds.Of(from), to, actions);
            }
        }

        WorldDisowns.Add(world, actions);
        return world with { Actions = [.. actions.OrderBy(action => action.At).Select(action => action.Message)], AliasEmails = addresses };
    }

    private static void AddAlias(
        World world, Random random, string staysId, string email, List<(DateTimeOffset At, WorkMessage Message)> actions)
    {
        var aliasId = PipelineBed.LeadIds.Of(email);
        var at = Moment(world, random);
        var fact = AliasFact.Of(aliasId, staysId, email, at, actions.Count, Note);
        actions.Add((at, new WorkMessage("alias", aliasId, bed => bed.Get<AliasHandler>().HandleAsync(aliasId, fact, default))));
        for (var undos = random.Next(3); undos > 1; undos--)
        {
            var undoneAt = at + ((world.End - at) * random.NextDouble());
            var undo = new AliasUndo { AliasKey = fact.Key, At = undoneAt };
            actions.Add(
                (undoneAt, new WorkMessage("alias-undo", aliasId, bed => bed.Get<AliasHandler>().HandleAsync(aliasId, undo, default))));
        }
    }

    // Nothing may connect a refused visitor with a lead, so a fill that comes again with another address after the refusal is another fill.
    private static bool HasOneAddressAFill(World world, string visitorId) =>
        world.Sent.Where(captured => captured.VisitorId == visitorId)
            .GroupBy(captured => captured.Id)
            .All(versions => versions.DistinctBy(captured => (captured.Email, captured.Type)).Count() == 1);

    // Received some time after it was made, and sent again with another corrected time now and then, as events are.
    private static void AddConsent(string visitorId, World world, Random random, List<(DateTimeOffset At, WorkMessage Message)> actions)
    {
        var decided = Moment(world, random);
        var fact = new ConsentFact
        {
            Version = 1,
            Id = FactKey.Of($"consent {visitorId} {actions.Count}"),
            VisitorId = visitorId,
            State = new[] { ConsentState.Withdrawn, ConsentState.Refused, ConsentState.Granted }[random.Next(3)],
            OccurredAt = Milliseconds(decided - ((decided - world.Start) * (actions.Count % 3 / 10.0))),
            ReceivedAt = Milliseconds(decided),
        };
        actions.Add((decided, Message(fact)));
        if (random.Next(3) == 0)
        {
            var received = Milliseconds(decided + ((world.End - decided) * random.NextDouble()));
            var occurred = Milliseconds(world.Start + ((received - world.Start) * random.NextDouble()));
            actions.Add((received, Message(fact with { OccurredAt = occurred, ReceivedAt = received })));
        }
    }

    private static DateTimeOffset Milliseconds(DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());

    private static WorkMessage Message(ConsentFact fact) => new(
        QueueNames.Events,
        Encoding.UTF8.GetString(
            EventMessageJson.Write(new EventMessage { Version = EventMessage.CurrentVersion, Events = [], Consents = [fact] })));

    private static WorkMessage Undo(UndoFact undo) =>
        new("undo", undo.At.ToString("O", CultureInfo.InvariantCulture), bed => bed.Get<UndoHandler>().HandleAsync(undo, default));

    private static DateTimeOffset Moment(World world, Random random) => world.Start + ((world.End - world.Start) * random.NextDouble());
}
