namespace Pipeline.Attribution.Models;

internal static class LinearSystem
{
    public const double MaximumResidual = 1e-12;

    public static double[] Solve(double[,] matrix, double[] right)
    {
        var solution = Eliminate(matrix, right);
        var residual = Residual(matrix, right, solution);
        if (!(Largest(residual) <= MaximumResidual))
        {
            var correction = Eliminate(matrix, residual);
            for (var i = 0; i < solution.Length; i++)
            {
                solution[i] += correction[i];
            }

            if (!(Largest(Residual(matrix, right, solution)) <= MaximumResidual))
            {
                throw new ArithmeticException("The chain cannot be solved to a residual of 1e-12.");
            }
        }

        return solution;
    }

    private static double[] Eliminate(double[,] matrix, double[] right)
    {
        var size = right.Length;
        var a = (double[,])matrix.Clone();
        var x = (double[])right.Clone();
        for (var column = 0; column < size; column++)
        {
            var pivot = column;
            for (var row = column + 1; row < size; row++)
            {
                pivot = Math.Abs(a[row, column]) > Math.Abs(a[pivot, column]) ? row : pivot;
            }

            for (var i = column; i < size && pivot != column; i++)
            {
                (a[column, i], a[pivot, i]) = (a[pivot, i], a[column, i]);
            }

            (x[column], x[pivot]) = (x[pivot], x[column]);
            for (var row = column + 1; row < size; row++)
            {
                var factor = a[row, column] / a[column, column];
                for (var i = column + 1; i < size && factor != 0; i++)
                {
                    a[row, i] -= factor * a[column, i];
                }

                x[row] -= factor * x[column];
            }
        }

        for (var row = size - 1; row >= 0; row--)
        {
            for (var i = row + 1; i < size; i++)
            {
                x[row] -= a[row, i] * x[i];
            }

            x[row] /= a[row, row];
        }

        return x;
    }

    private static double[] Residual(double[,] matrix, double[] right, double[] solution)
    {
        var residual = (double[])right.Clone();
        for (var row = 0; row < residual.Length; row++)
        {
            for (var i = 0; i < residual.Length; i++)
            {
                residual[row] -= matrix[row, i] * solution[i];
            }
        }

        return residual;
    }

    private static double Largest(double[] values)
    {
        var largest = 0d;
        foreach (var value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest;
    }
}
