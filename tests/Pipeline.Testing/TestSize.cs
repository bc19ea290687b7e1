namespace Pipeline.Testing;

/// <summary>
/// How many generated cases a test tries: three in ten at a desk, all of them where <c>PIPELINE_TESTS=all</c> is set, as CI does.
/// </summary>
public static class TestSize
{
    private static readonly bool All = Environment.GetEnvironmentVariable("PIPELINE_TESTS") == "all";

    /// <summary>Cases to try.</summary>
    /// <param name="all">Cases of a whole run.</param>
    public static int Of(int all) => All ? all : all * 3 / 10;
}
