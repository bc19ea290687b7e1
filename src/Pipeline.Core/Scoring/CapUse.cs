namespace Pipeline.Scoring;

/// <summary>How much of one day cap and one life cap is used. Amounts are without sign.</summary>
internal struct CapUse
{
    // Sums of decimals such as 0.1 leave crumbs; a line of a crumb would be noise.
    private const double Crumb = 1e-9;

    private int _day;
    private double _ofDay;
    private double _ofLife;

    /// <summary>What is left under a day cap.</summary>
    public readonly double LeftOfDay(double cap, int day) => Left(cap, day == _day ? _ofDay : 0);

    /// <summary>What is left under a life cap.</summary>
    public readonly double LeftOfLife(double cap) => Left(cap, _ofLife);

    /// <summary>Books points. Days never go back, because events come in order.</summary>
    public void Use(double amount, int day)
    {
        _ofDay = (day == _day ? _ofDay : 0) + amount;
        _day = day;
        _ofLife += amount;
    }

    private static double Left(double cap, double used) => cap - used > Crumb ? cap - used : 0;
}
