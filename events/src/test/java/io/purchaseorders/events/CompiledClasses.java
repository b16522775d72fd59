package io.purchaseorders.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** What the compiler made of a module, for rules about instructions, of which ArchUnit knows nothing. */
@NullMarked
public final class CompiledClasses {

    /** Arithmetic, loads, conversions and the like on float and double: DADD, FLOAD_1, I2D, D2L; but not DUP. */
    private static final Pattern FLOATING_POINT = Pattern.compile("(?!DUP)[DF][A-Z].*|[DF]2[A-Z]|[IL]2[DF]");

    private final List<ClassModel> classes;

    private CompiledClasses(List<ClassModel> classes) {
        this.classes = classes;
    }

    /** All classes that were compiled together with this one, its module's main ones or its test ones. */
    public static CompiledClasses besides(Class<?> one) {
        try {
            Path root = Path.of(
                    one.getProtectionDomain().getCodeSource().getLocation().toURI());
            try (Stream<Path> files = Files.walk(root)) {
                return new CompiledClasses(
                        files.filter(file -> file.toString().endsWith(".class") && !file.endsWith("package-info.class"))
                                .map(CompiledClasses::parse)
                                .toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ClassModel parse(Path file) {
        try {
            return ClassFile.of().parse(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every method with an instruction that handles float or double, as {@code Type.method: INSTRUCTION}. */
    public List<String> floatingPoint() {
        return found(CompiledClasses::isFloatingPoint);
    }

    /**
     * Every {@code switch} over the types of a sealed family that does not name them all, so has a default, as
     * {@code Type.method: INSTRUCTION}.
     */
    public List<String> switchesWithDefault(Class<?> family) {
        Set<String> cases = Arrays.stream(family.getPermittedSubclasses())
                .map(Class::descriptorString)
                .collect(Collectors.toUnmodifiableSet());
        return found(instruction -> {
            Set<String> named = casesOf(instruction);
            return named.stream().anyMatch(cases::contains) && !named.containsAll(cases);
        });
    }

    /** How many there are: a rule that finds none of what it is about guards nothing. */
    public long switchesOver(Class<?> family) {
        Set<String> cases = Arrays.stream(family.getPermittedSubclasses())
                .map(Class::descriptorString)
                .collect(Collectors.toUnmodifiableSet());
        return found(instruction -> casesOf(instruction).stream().anyMatch(cases::contains))
                .size();
    }

    private List<String> found(Predicate<Instruction> wanted) {
        return classes.stream()
                .flatMap(type -> type.methods().stream().flatMap(method -> found(type, method, wanted)))
                .distinct()
                .sorted()
                .toList();
    }

    private static Stream<String> found(ClassModel type, MethodModel method, Predicate<Instruction> wanted) {
        String place = type.thisClass().asInternalName().replace('/', '.') + "." + method.methodName() + ": ";
        return method.code().stream()
                .flatMap(code -> code.elementStream())
                .<Instruction>mapMulti(CompiledClasses::instruction)
                .filter(wanted)
                .map(instruction -> place + instruction.opcode());
    }

    private static void instruction(CodeElement element, java.util.function.Consumer<Instruction> out) {
        if (element instanceof Instruction instruction) {
            out.accept(instruction);
        }
    }

    private static boolean isFloatingPoint(Instruction instruction) {
        return FLOATING_POINT.matcher(instruction.opcode().name()).matches()
                || switch (instruction) {
                    case ConstantInstruction constant -> isFloatingPoint(constant.typeKind());
                    case FieldInstruction field -> isFloatingPoint(TypeKind.from(field.typeSymbol()));
                    case InvokeInstruction call -> isFloatingPoint(call.typeSymbol());
                    case InvokeDynamicInstruction call -> isFloatingPoint(call.typeSymbol());
                    default -> false;
                };
    }

    private static boolean isFloatingPoint(MethodTypeDesc method) {
        return Stream.concat(Stream.of(method.returnType()), method.parameterList().stream())
                .map(CompiledClasses::element)
                .anyMatch(type -> isFloatingPoint(TypeKind.from(type)));
    }

    private static ClassDesc element(ClassDesc type) {
        ClassDesc component = type.componentType();
        return component == null ? type : element(component);
    }

    private static boolean isFloatingPoint(TypeKind kind) {
        return kind == TypeKind.FLOAT || kind == TypeKind.DOUBLE;
    }

    /** The types that a pattern switch names; javac compiles one to a call of {@code SwitchBootstraps.typeSwitch}. */
    private static Set<String> casesOf(Instruction instruction) {
        return instruction instanceof InvokeDynamicInstruction call
                        && call.name().equalsString("typeSwitch")
                ? call.bootstrapArgs().stream()
                        .<ConstantDesc>map(label -> label)
                        .filter(ClassDesc.class::isInstance)
                        .map(label -> ((ClassDesc) label).descriptorString())
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }
}
