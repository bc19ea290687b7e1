using Pipeline.Time;

namespace Pipeline.Testing.Worlds;

/// <summary>Sends a world through a bed: in order, once; or in any order, several times, with a crash.</summary>
public static class WorldRun
{
    /// <summary>What must come out: each kept event once, in event order, one message each, nothing breaks.</summary>
    /// <returns>The end state and how many storage calls led to it.</returns>
    public static async Task<(string State, int Calls)> InOrderAsync(World world, PipelineBed bed, bool isShort = false)
    {
        await BeginAsync(world, bed);
        foreach (var captured in world.KeptWithClicks)
        {
            await bed.CaptureAsync(captured);
        }

        foreach (var upload in world.Uploads)
        {
            await bed.HandleAsync(upload.ToMessage());
            await bed.DrainAsync();
        }

        foreach (var action in world.Actions)
        {
            await bed.HandleAsync(action);
            await bed.DrainAsync();
        }

        var calls = bed.Calls.Total;
        return (await EndAsync(world, bed, null, isShort), calls);
    }

    /// <summary>
    /// Every version up to four times, in messages of any size and order, with a crash or a fault between two storage calls.
    /// </summary>
    /// <param name="world">World.</param>
    /// <param name="bed">Empty bed.</param>
    /// <param name="calls">Storage calls among which the broken one is chosen.</param>
    /// <param name="isShort">Leaves out some of the moments that the state is told at; must be the same in both runs.</param>
    public static async Task<string> AnyOrderAsync(World world, PipelineBed bed, int calls, bool isShort = false)
    {
        var random = new Random(world.Seed ^ 0x5eed);
        await BeginAsync(world, bed);
        var copies = world.Sent.Concat(world.Clicks).SelectMany(captured => Enumerable.Repeat(captured, 1 + random.Next(4))).ToArray();
        random.Shuffle(copies);
        for (var from = 0; from < copies.Length;)
        {
            var size = Math.Min(random.Next(4) == 0 ? random.Next(1, 30) : random.Next(1, 4), copies.Length - from);
            bed.Queue.Put(PipelineBed.Message(copies[from..(from + size)]));
            from += size;
        }

        foreach (var upload in world.Uploads.SelectMany(upload => Enumerable.Repeat(upload, 1 + random.Next(3))))
        {
            bed.Queue.Put(upload.ToMessage());
        }

        foreach (var action in world.Actions.SelectMany(action => Enumerable.Repeat(action, 1 + random.Next(4))))
        {
            bed.Queue.Put(action);
        }

        var broken = random.Next(1, calls + 1);
        if (random.Next(4) == 0)
        {
            bed.Calls.FailAt(broken, random.Next(2) == 0);
        }
        else
        {
            bed.Calls.CrashAt(broken, random.Next(2) == 0);
        }

        // A night in the middle of it: what comes later must restate its days.
        for (var some = random.Next(bed.Queue.Waiting.Count); some > 0 && bed.Queue.Take(random) is { } message; some--)
        {
            await bed.SurviveAsync(message);
        }

        // Rules that were asked for at the end count for the rest of the messages.
        bed.Clock.Advance(TimeSpan.FromMinutes(random.Next(4)));
        if (random.Next(2) == 0)
        {
            await bed.NightAsync(random);
        }

        await bed.DrainAsync(random);
        return await EndAsync(world, bed, random, isShort);
    }

    /// <summary>Where two end states differ first, with some lines around it; null when they are the same.</summary>
    public static string? Difference(string expected, string actual)
    {
        if (expected == actual)
        {
            return null;
        }

        var (left, right) = (expected.Split('\n'), actual.Split('\n'));
        var line = left.Zip(right).TakeWhile(pair => pair.First == pair.Second).Count();
        var title = left.Take(line + 1).LastOrDefault(text => text.Length > 0 && char.IsLetter(text[0]));
        return $"In {title}:\nexpected {Around(left, line)}\nactual {Around(right, line)}";
    }

    private static string Around(string[] lines, int line) => string.Join('\n', lines.Skip(line).Take(5));

    private static async Task BeginAsync(World world, PipelineBed bed)
    {
        bed.Clock.AdvanceTo(world.Start);
        await bed.Get<Pipeline.Settings.CurrentLeadIds>().GetDeploymentAsync(CancellationToken.None);
        foreach (var rules in world.Rules)
        {
            bed.Clock.AdvanceTo(rules.At);
            await rules.AskAsync(bed);
        }

        bed.Clock.AdvanceTo(world.End);
    }

    private static async Task<string> EndAsync(World world, PipelineBed bed, Random? random, bool isShort)
    {
        // Marks younger than a message's lease stay, so the days are done again when they are settled; then time passes.
        bed.Clock.AdvanceTo(world.End.AddMinutes(20));
        await bed.NightAsync(random);
        bed.Clock.Advance(TimeSpan.FromDays(world.Seed % 20 == 0 ? 45 : 1));
        await bed.NightAsync(random);
        bed.Calls.Disarm();
        var from = bed.Get<LocalTime>().DayOf(world.Start).AddDays(-3);
        if (isShort)
        {
            from = from.AddDays(2);
            return await bed.DumpViewsAsync(world.VisitorIds, world.LeadIds, from)
                + await bed.DumpAnswersAsync(world.LeadIds, from, world.End);
        }

        var middle = world.Start + ((world.End - world.Start) / 2);
        return await bed.DumpViewsAsync(world.VisitorIds, world.LeadIds, from)
            + await bed.DumpAnswersAsync(world.LeadIds, from, null)
            + await bed.DumpAnswersAsync(world.LeadIds, from, world.End)
            + await bed.DumpAnswersAsync(world.LeadIds, from, middle);
    }
}
