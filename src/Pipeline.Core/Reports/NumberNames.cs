using Pipeline.Uploads;

namespace Pipeline.Reports;

// Names of numbers that several reports have: each report names its own, and the same thing is called the same everywhere.
internal static class NumberNames
{
    public const string Visits = TargetMetrics.Visits;
    public const string Leads = TargetMetrics.Leads;
    public const string Mql = TargetMetrics.Mql;
    public const string Customers = TargetMetrics.Customers;
    public const string Amount = TargetMetrics.Amount;
    public const string Cost = TargetMetrics.Cost;
    public const string Conversions = "conversions";
    public const string NonConversions = "non_conversions";
    public const string AnonymousPageViews = "anonymous_page_views";
    public const string Reopened = "reopened";
    public const string Rate = "rate";
    public const string Share = "share";
    public const string MedianDays = "median_days";
    public const string VisitorToLead = "visitor_to_lead";
    public const string CostPerMql = "cost_per_mql";
    public const string Points = "points";
    public const string Activity = "activity";
    public const string Romi = "romi";
}
