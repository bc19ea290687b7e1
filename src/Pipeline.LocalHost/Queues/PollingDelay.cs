namespace Pipeline.LocalHost.Queues;

/// <summary>
/// How long to wait after a look that found nothing: 100 ms, then growing by 100 ms × 2^(n−1), each ± 20 %, up to a maximum.
/// </summary>
internal sealed class PollingDelay(TimeSpan maximum, Func<double> random)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private int _empty;

    /// <param name="found">Whether the last look found a message.</param>
    public TimeSpan Next(bool found)
    {
        if (found)
        {
            _empty = 0;
            return TimeSpan.Zero;
        }

        // 2^30 steps are far above every maximum; without the bound the power overflows after a day of empty looks.
        _empty = Math.Min(_empty + 1, 30);
        if (_empty == 1)
        {
            return Step;
        }

        var grown = Step + (Step * (Math.Pow(2, _empty - 2) * (0.8 + (random() * 0.4))));
        return grown < maximum ? grown : maximum;
    }
}
