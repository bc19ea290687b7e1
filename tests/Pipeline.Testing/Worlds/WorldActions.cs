using System.Globalization;
using Pipeline.Identity;
using Pipeline.Leads;
using Pipeline.Leads.Aliases;

namespace Pipeline.Testing.Worlds;

/// <summary>What people do to leads by hand in a world: they take links back, tell changes of e-mail addresses, and take these back too.</summary>
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
                actions.Add((at, Undo(new UndoFact { Version = 1, LinkKey = FactKey.Of(captured.Id), VisitorId = captured.VisitorId!, At = at, Actor = "olga" })));
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
            actions.Add((undoneAt, new WorkMessage("alias-undo", aliasId, bed => bed.Get<AliasHandler>().HandleAsync(aliasId, undo, default))));
        }
    }

    private static WorkMessage Undo(UndoFact undo) =>
        new("undo", undo.At.ToString("O", CultureInfo.InvariantCulture), bed => bed.Get<UndoHandler>().HandleAsync(undo, default));

    private static DateTimeOffset Moment(World world, Random random) => world.Start + ((world.End - world.Start) * random.NextDouble());
}
