namespace Pipeline.LocalHost.Demo;

/// <summary>How much of some waiting work is done, when work that is done may bring new work: the share shown never falls.</summary>
public sealed class DrainProgress
{
    private long most = 1;
    private double shown;

    /// <summary>Share of the work that is done.</summary>
    /// <param name="left">Messages that are left now; 0 or more.</param>
    /// <returns>0 to 1, and not less than before.</returns>
    public double Share(long left)
    {
        most = Math.Max(most, left);
        shown = Math.Max(shown, 1 - ((double)left / most));
        return shown;
    }
}
