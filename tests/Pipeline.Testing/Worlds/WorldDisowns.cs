using Pipeline.Events;
using Pipeline.Events.Disowns;
using Pipeline.Leads;

namespace Pipeline.Testing.Worlds;

/// <summary>Claims that people disown in a world: one fill, or all of a visitor for a lead; some count again later.</summary>
internal static class WorldDisowns
{
    public static void Add(World world, List<(DateTimeOffset At, WorkMessage Message)> actions)
    {
        var random = new Random(world.Seed ^ 0x0d1507);
        foreach (var captured in world.Kept.Where(captured => captured is { Email: not null, Type: EventType.Form or EventType.Identify }))
        {
            if (random.Next(12) > 0)
            {
                continue;
            }

            var isAll = captured.VisitorId is not null && random.Next(3) == 0;
            var disown = new Disown
            {
                LeadId = PipelineBed.LeadIds.Of(captured.Email!),
                EventId = isAll ? null : captured.Id,
                VisitorId = captured.VisitorId,
                Decisions = [],
            };
            var at = world.Start + ((world.End - world.Start) * random.NextDouble());
            for (var (decision, undone) = (random.Next(1, 4), false); decision > 0; (decision, undone) = (decision - 1, !undone))
            {
                actions.Add((at, Message(disown with { Decisions = [new DisownDecision(at, undone, "olga", "says so")] })));
                at += (world.End - at) * random.NextDouble();
            }
        }
    }

    private static WorkMessage Message(Disown disown) =>
        new("disown", disown.Key, bed => bed.Get<DisownHandler>().HandleAsync(disown, CancellationToken.None));
}
