namespace Pipeline.LocalHost.Demo;

/// <summary>How much of some waiting work is done, when work that is done may bring new work: the share shown never falls.</summary>
public sealed class DrainProgress
{
    private long _most = 1;
    private double _shown;

    /// <summary>Share of the work that is done.</summary>
    /// <param name="left">Messages that are left now; 0 or more.</param>
    /// <returns>0 to 1, and not less than before.</returns>
    public double Share(long left)
    {
        _most = Math.Max(_most, left);
        _shown = Math.Max(_shown, 1 - ((double)left / _most));
        return _shown;
    }
}
