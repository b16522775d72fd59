package io.purchaseorders.cli.alarms;

import java.util.Arrays;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of CloudWatch's metric math that the templates use: numbers, ids, arithmetic, comparisons, {@code AND},
 * {@code OR}, and the functions {@code FILL}, {@code IF} and {@code RUNNING_SUM}. A point is missing (NaN) where one that
 * it is made of is. After the user guide of CloudWatch, "Using math expressions with CloudWatch metrics".
 */
final class MetricMath {

    private static final Pattern TOKEN = Pattern.compile("\\s*([A-Za-z_]\\w*|[0-9.]+|==|!=|<=|>=|[-+*/<>(),])");

    private final Map<String, double[]> series;
    private final int length;
    private final Matcher tokens;
    private String token = "";

    private MetricMath(String expression, Map<String, double[]> series, int length) {
        this.series = series;
        this.length = length;
        this.tokens = TOKEN.matcher(expression);
        next();
    }

    /** @param series of the ids, each as long as the result */
    static double[] evaluate(String expression, Map<String, double[]> series, int length) {
        MetricMath math = new MetricMath(expression, series, length);
        double[] result = math.or();
        if (!math.token.isEmpty()) {
            throw new IllegalArgumentException("left over in " + expression + ": " + math.token);
        }
        return result;
    }

    private void next() {
        if (tokens.lookingAt()) {
            token = tokens.group(1);
            tokens.region(tokens.end(), tokens.regionEnd());
        } else if (tokens.regionEnd() - tokens.regionStart() > 0) {
            throw new IllegalArgumentException("not metric math that is simulated: " + tokens);
        } else {
            token = "";
        }
    }

    private boolean take(String expected) {
        if (!token.equals(expected)) {
            return false;
        }
        next();
        return true;
    }

    private void demand(String expected) {
        if (!take(expected)) {
            throw new IllegalArgumentException("expected " + expected + ", not " + token);
        }
    }

    private double[] or() {
        double[] left = and();
        while (take("OR")) {
            left = both(left, and(), (a, b) -> a != 0 || b != 0 ? 1 : 0);
        }
        return left;
    }

    private double[] and() {
        double[] left = comparison();
        while (take("AND")) {
            left = both(left, comparison(), (a, b) -> a != 0 && b != 0 ? 1 : 0);
        }
        return left;
    }

    private double[] comparison() {
        double[] left = sum();
        String operator = token;
        return switch (operator) {
            case "<", ">", "<=", ">=", "==", "!=" -> {
                next();
                yield both(left, sum(), (a, b) -> holds(operator, a, b) ? 1 : 0);
            }
            default -> left;
        };
    }

    private static boolean holds(String operator, double left, double right) {
        return switch (operator) {
            case "<" -> left < right;
            case ">" -> left > right;
            case "<=" -> left <= right;
            case ">=" -> left >= right;
            case "==" -> left == right;
            default -> left != right;
        };
    }

    private double[] sum() {
        double[] left = product();
        while (token.equals("+") || token.equals("-")) {
            left = take("+") ? both(left, product(), Double::sum) : minus(left);
        }
        return left;
    }

    private double[] minus(double[] left) {
        demand("-");
        return both(left, product(), (a, b) -> a - b);
    }

    private double[] product() {
        double[] left = operand();
        while (token.equals("*") || token.equals("/")) {
            left = take("*") ? both(left, operand(), (a, b) -> a * b) : quotient(left);
        }
        return left;
    }

    private double[] quotient(double[] left) {
        demand("/");
        return both(left, operand(), (a, b) -> b == 0 ? Double.NaN : a / b);
    }

    private double[] operand() {
        if (take("(")) {
            double[] inner = or();
            demand(")");
            return inner;
        }
        String word = token;
        next();
        if (Character.isDigit(word.charAt(0))) {
            double[] constant = new double[length];
            Arrays.fill(constant, Double.parseDouble(word));
            return constant;
        }
        if (take("(")) {
            double[] result = call(word);
            demand(")");
            return result;
        }
        double[] named = series.get(word);
        if (named == null) {
            throw new IllegalArgumentException("no metric has the id " + word);
        }
        return named;
    }

    private double[] call(String function) {
        double[] first = or();
        return switch (function) {
            case "FILL" -> {
                demand(",");
                double[] instead = or();
                double[] filled = first.clone();
                for (int i = 0; i < length; i++) {
                    filled[i] = Double.isNaN(first[i]) ? instead[i] : first[i];
                }
                yield filled;
            }
            case "RUNNING_SUM" -> {
                double[] sums = first.clone();
                double sum = 0;
                for (int i = 0; i < length; i++) {
                    sum += Double.isNaN(first[i]) ? 0 : first[i];
                    sums[i] = Double.isNaN(first[i]) ? Double.NaN : sum;
                }
                yield sums;
            }
            case "IF" -> {
                demand(",");
                double[] then = or();
                demand(",");
                double[] otherwise = or();
                double[] chosen = first.clone();
                for (int i = 0; i < length; i++) {
                    chosen[i] = Double.isNaN(first[i]) ? Double.NaN : first[i] != 0 ? then[i] : otherwise[i];
                }
                yield chosen;
            }
            default -> throw new IllegalArgumentException("teach MetricMath the function " + function);
        };
    }

    private double[] both(double[] left, double[] right, DoubleBinaryOperator operator) {
        double[] result = new double[length];
        for (int i = 0; i < length; i++) {
            result[i] = Double.isNaN(left[i]) || Double.isNaN(right[i])
                    ? Double.NaN
                    : operator.applyAsDouble(left[i], right[i]);
        }
        return result;
    }
}
