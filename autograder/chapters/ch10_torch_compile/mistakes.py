# Mistakes of chapter 10. Read as text, never imported: each cell replaces a task of the solution.

# %% misconception="compiled_at_once" task="concept_check"
"""For question 1 you say that the model is compiled when torch.compile returns.

Code is made for certain shapes and dtypes, and these are not known before an input has come.

Look at ANSWER_1, and at the section on the first call.
"""
ANSWER_1 = "a"
ANSWER_2 = "c"
ANSWER_3 = "a"
ANSWER_4 = "c"
ANSWER_5 = "b"
ANSWER_6 = "d"
ANSWER_7 = "a"
ANSWER_8 = "b"

# %% misconception="fusion_saves_parameters" task="concept_check"
"""For question 2 you say that fusion makes a model smaller.

The model computes the same with the same parameters. What changes is how often the results in between travel.

Look at ANSWER_2, and at the first lines of the chapter.
"""
ANSWER_1 = "b"
ANSWER_2 = "a"
ANSWER_3 = "a"
ANSWER_4 = "c"
ANSWER_5 = "b"
ANSWER_6 = "d"
ANSWER_7 = "a"
ANSWER_8 = "b"

# %% misconception="fusion_saves_digits" task="concept_check"
"""For question 2 you mix up fusion and lower precision.

Digits are saved by TF32, which is another switch. Fusion is about the order of reading, calculating and writing.

Look at ANSWER_2, and at what a GPU waits for.
"""
ANSWER_1 = "b"
ANSWER_2 = "b"
ANSWER_3 = "a"
ANSWER_4 = "c"
ANSWER_5 = "b"
ANSWER_6 = "d"
ANSWER_7 = "a"
ANSWER_8 = "b"

# %% misconception="slow_because_untrained" task="concept_check"
"""For question 3 you look for the reason in the weights.

A multiplication takes as long with random numbers as with learnt ones. Something else happens once, at the beginning.

Look at ANSWER_3, and at what time_first_call measures.
"""
ANSWER_1 = "b"
ANSWER_2 = "c"
ANSWER_3 = "b"
ANSWER_4 = "c"
ANSWER_5 = "b"
ANSWER_6 = "d"
ANSWER_7 = "a"
ANSWER_8 = "b"

# %% misconception="help_for_the_old" task="concept_check"
"""For question 4 you expect most for old GPUs.

Who calculates slowly does not wait for memory. The gain is largest where memory is what holds a GPU up.

Look at ANSWER_4, and at gpu_capability_note.
"""
ANSWER_1 = "b"
ANSWER_2 = "c"
ANSWER_3 = "a"
ANSWER_4 = "a"
ANSWER_5 = "b"
ANSWER_6 = "d"
ANSWER_7 = "a"
ANSWER_8 = "b"

# %% misconception="break_is_an_error" task="concept_check"
"""For question 5 you say that a graph break stops the program.

It does so only if you ask for it with fullgraph=True. Otherwise Python steps in, and the result is right.

Look at ANSWER_5, and run the function chatty of this chapter once more.
"""
ANSWER_1 = "b"
ANSWER_2 = "c"
ANSWER_3 = "a"
ANSWER_4 = "c"
ANSWER_5 = "a"
ANSWER_6 = "d"
ANSWER_7 = "a"
ANSWER_8 = "b"

# %% misconception="strict_false_helps" task="concept_check"
"""For question 6 you would silence the complaint.

With strict=False names that do not fit are skipped. Here none fits, so nothing is loaded and nobody tells.

Look at ANSWER_6, and compare a weight before and after such a loading.
"""
ANSWER_1 = "b"
ANSWER_2 = "c"
ANSWER_3 = "a"
ANSWER_4 = "c"
ANSWER_5 = "b"
ANSWER_6 = "a"
ANSWER_7 = "a"
ANSWER_8 = "b"

# %% misconception="tf32_is_a_file" task="concept_check"
"""For question 7 you take TF32 for a file format.

It is a way in which the multiplying units of a GPU read float32 numbers.

Look at ANSWER_7, and at the section on fewer digits.
"""
ANSWER_1 = "b"
ANSWER_2 = "c"
ANSWER_3 = "a"
ANSWER_4 = "c"
ANSWER_5 = "b"
ANSWER_6 = "d"
ANSWER_7 = "b"
ANSWER_8 = "b"

# %% misconception="compiled_learns_faster" task="concept_check"
"""For question 8 you would believe in the miracle.

Compiled code gives the same numbers but for rounding, and so it learns the same. If it seems better, it had a better start.

Look at ANSWER_8, and at the section on a fair comparison.
"""
ANSWER_1 = "b"
ANSWER_2 = "c"
ANSWER_3 = "a"
ANSWER_4 = "c"
ANSWER_5 = "b"
ANSWER_6 = "d"
ANSWER_7 = "a"
ANSWER_8 = "a"

# %% misconception="as_text" task="gpu_capability_note"
def gpu_capability_note(capability):
    """For (10, 0) or later you say what you say for the oldest GPUs.

    As text, "10.0" comes before "8.0", for the letter 1 comes before the letter 8. As numbers it is the other way round.

    Look at the type of what you compare.
    """
    if capability is None:
        return "no GPU"
    text = f"{capability[0]}.{capability[1]}"
    if text >= "8.0":
        return "fast"
    return "supported" if text >= "7.0" else "too old"

# %% misconception="edge_left_out" task="gpu_capability_note"
def gpu_capability_note(capability):
    """At (8, 0) itself, or at (7, 0), your note is the one for less.

    "From ... on" includes the number that is named.

    Look at the signs of your comparisons.
    """
    if capability is None:
        return "no GPU"
    if capability > (8, 0):
        return "fast"
    return "supported" if capability > (7, 0) else "too old"

# %% misconception="minor_compared_too" task="gpu_capability_note"
def gpu_capability_note(capability):
    """You compare the second number by itself: (7, 5) is not "more" than (8, 0) because of its 5.

    The second number only counts where the first ones are equal. Tuples are compared in just that way.

    Look at how major and minor number are put together in your conditions.
    """
    if capability is None:
        return "no GPU"
    major, minor = capability
    if major >= 8 or (major >= 7 and minor >= 5):
        return "fast"
    return "supported" if major >= 7 else "too old"

# %% misconception="no_gpu_forgotten" task="gpu_capability_note"
def gpu_capability_note(capability):
    """Without a GPU there are no two numbers, and your function compares None with them.

    None stands for "there is none". It is neither smaller nor larger than anything.

    Look at what your first condition assumes.
    """
    if capability >= (8, 0):
        return "fast"
    return "supported" if capability >= (7, 0) else "too old"

# %% misconception="never_off" task="use_tf32"
def use_tf32(capability):
    """Where TF32 was on and the GPU is too old, it is still on after your call.

    The switch keeps its position until somebody turns it. So the other case has to turn it too.

    Look at what is done when the condition does not hold.
    """
    able = capability is not None and capability >= (8, 0)
    if able:
        torch.set_float32_matmul_precision("high")
    return able

# %% misconception="only_told" task="use_tf32"
def use_tf32(capability):
    """Your answer is right, but the switch has not moved.

    The function is asked to do something, and then to say what it has done.

    Look for the line that turns the switch.
    """
    return capability is not None and capability >= (8, 0)

# %% misconception="always_on" task="use_tf32"
def use_tf32(capability):
    """You switch TF32 on for every GPU.

    An older GPU does not have it. There it should be off, and the answer should say so.

    Look at what your function does with its argument.
    """
    torch.set_float32_matmul_precision("high")
    return True

# %% misconception="answer_forgotten" task="use_tf32"
def use_tf32(capability):
    """The switch is right, but nothing comes back.

    Who calls the function wants to know whether TF32 is on now.

    Look at the last line of your function.
    """
    able = capability is not None and capability >= (8, 0)
    torch.set_float32_matmul_precision("high" if able else "highest")

# %% misconception="never_reset" task="device_context"
def device_context(device):
    """After the block, tensors are still made on its device.

    A default device is the default for the rest of the program, until somebody sets another one.

    Look at what your function does when the block ends.
    """

    @contextlib.contextmanager
    def context():
        torch.set_default_device(device)
        yield

    return context()

# %% misconception="reset_without_finally" task="device_context"
def device_context(device):
    """After a block that failed, tensors are still made on its device.

    An error leaves the block at once. What stands behind it is only reached if somebody sees to that.

    Look at what runs behind the yield when the block raises.
    """

    @contextlib.contextmanager
    def context():
        before = torch.get_default_device()
        torch.set_default_device(device)
        yield
        torch.set_default_device(before)

    return context()

# %% misconception="reset_to_cpu" task="device_context"
def device_context(device):
    """After the block the default is the CPU, although it was something else before.

    To put something back one has to remember what it was.

    Look at what you set when the block ends, and where it comes from.
    """

    @contextlib.contextmanager
    def context():
        torch.set_default_device(device)
        try:
            yield
        finally:
            torch.set_default_device("cpu")

    return context()

# %% misconception="error_swallowed" task="device_context"
def device_context(device):
    """An error in the block disappears: the program goes on as if nothing had happened.

    Cleaning up behind an error is one thing, hiding it another. The caller has to hear of it.

    Look at what you catch, and what becomes of it.
    """

    @contextlib.contextmanager
    def context():
        try:
            with torch.device(device):
                yield
        except Exception:
            pass

    return context()

# %% misconception="nothing_set" task="device_context"
def device_context(device):
    """Inside the block, tensors are made where they always were.

    A device object by itself is only a name. It has effect when its block is entered, or when it is made the default.

    Look at what happens between the start of your context and its yield.
    """

    @contextlib.contextmanager
    def context():
        torch.device(device)
        yield

    return context()

# %% misconception="result_dropped" task="maybe_compile"
def maybe_compile(model, enabled=True, backend="eager", example=None):
    """You call torch.compile and hand back the model that went in.

    torch.compile does not change the model. It makes a wrapper around it, and who calls the model itself goes past the wrapper.

    Look at what becomes of the value that torch.compile returns.
    """
    if not enabled:
        return model
    training = model.training
    try:
        compiled = torch.compile(model, backend=backend)
        if example is not None:
            model.eval()
            with torch.no_grad():
                compiled(example)
    except Exception as error:
        warnings.warn(f"not compiled: {error}", stacklevel=2)
    model.train(training)
    return model

# %% misconception="switch_ignored" task="maybe_compile"
def maybe_compile(model, enabled=True, backend="eager", example=None):
    """With enabled=False you compile all the same.

    The switch is there for comparisons: the same code with and without.

    Look at where your function uses its second argument.
    """
    training = model.training
    try:
        compiled = torch.compile(model, backend=backend)
        if example is not None:
            model.eval()
            with torch.no_grad():
                compiled(example)
        return compiled
    except Exception as error:
        warnings.warn(f"not compiled: {error}", stacklevel=2)
        return model
    finally:
        model.train(training)

# %% misconception="never_tried" task="maybe_compile"
def maybe_compile(model, enabled=True, backend="eager", example=None):
    """A backend that fails is not noticed: the error comes with the first batch of whoever called you.

    torch.compile returns at once, whatever the backend. Only a call of the compiled model starts it.

    Look at where your function uses the example.
    """
    if not enabled:
        return model
    try:
        return torch.compile(model, backend=backend)
    except Exception as error:
        warnings.warn(f"not compiled: {error}", stacklevel=2)
        return model

# %% misconception="trial_in_training_mode" task="maybe_compile"
def maybe_compile(model, enabled=True, backend="eager", example=None):
    """The trial has moved the running statistics of BatchNorm.

    In training mode a forward pass updates them, gradient or not. A trial must not teach the model anything.

    Look at the mode in which the model is called with the example.
    """
    if not enabled:
        return model
    try:
        compiled = torch.compile(model, backend=backend)
        if example is not None:
            with torch.no_grad():
                compiled(example)
        return compiled
    except Exception as error:
        warnings.warn(f"not compiled: {error}", stacklevel=2)
        return model

# %% misconception="left_in_eval" task="maybe_compile"
def maybe_compile(model, enabled=True, backend="eager", example=None):
    """A model in training mode comes back in evaluation mode.

    You changed the mode for the trial. Whoever trains afterwards without setting it again trains without Dropout.

    Look at what is done behind the trial.
    """
    if not enabled:
        return model
    try:
        compiled = torch.compile(model, backend=backend)
        if example is not None:
            model.eval()
            with torch.no_grad():
                compiled(example)
        return compiled
    except Exception as error:
        warnings.warn(f"not compiled: {error}", stacklevel=2)
        return model

# %% misconception="silent_fallback" task="maybe_compile"
def maybe_compile(model, enabled=True, backend="eager", example=None):
    """You fall back in silence.

    The program goes on, slower than hoped, and nobody knows why. A warning costs one line and tells the reason.

    Look at what you do with the error that you caught.
    """
    if not enabled:
        return model
    training = model.training
    try:
        compiled = torch.compile(model, backend=backend)
        if example is not None:
            model.eval()
            with torch.no_grad():
                compiled(example)
        return compiled
    except Exception:
        return model
    finally:
        model.train(training)

# %% misconception="no_fallback" task="maybe_compile"
def maybe_compile(model, enabled=True, backend="eager", example=None):
    """Where compiling fails, your function fails as well.

    A machine without a compiler can train, only not as fast. So an error of torch.compile is a reason to go on without it.

    Look at what happens to an error in your function.
    """
    if not enabled:
        return model
    training = model.training
    compiled = torch.compile(model, backend=backend)
    if example is not None:
        model.eval()
        with torch.no_grad():
            compiled(example)
        model.train(training)
    return compiled

# %% misconception="own_backend" task="maybe_compile"
def maybe_compile(model, enabled=True, backend="eager", example=None):
    """You compile with PyTorch's default backend, whatever backend is asked for.

    The default is inductor. It needs a compiler, which is missing where work is graded, and the caller wanted another one.

    Look at the arguments that torch.compile gets.
    """
    if not enabled:
        return model
    training = model.training
    try:
        compiled = torch.compile(model)
        if example is not None:
            model.eval()
            with torch.no_grad():
                compiled(example)
        return compiled
    except Exception as error:
        warnings.warn(f"not compiled: {error}", stacklevel=2)
        return model
    finally:
        model.train(training)

# %% misconception="broken_wrapper_returned" task="maybe_compile"
def maybe_compile(model, enabled=True, backend="eager", example=None):
    """After a trial that failed you hand back the wrapper, which fails again at the next call.

    The wrapper is there as soon as torch.compile returns. The trial showed that it is of no use.

    Look at what is returned after the error.
    """
    if not enabled:
        return model
    training, compiled = model.training, model
    try:
        compiled = torch.compile(model, backend=backend)
        if example is not None:
            model.eval()
            with torch.no_grad():
                compiled(example)
    except Exception as error:
        warnings.warn(f"not compiled: {error}", stacklevel=2)
    finally:
        model.train(training)
    return compiled

# %% misconception="warm_up_in_the_mean" task="time_first_call"
def time_first_call(fn, x, repeats=5):
    """Your second number contains the first call.

    The first call compiles. It takes a hundred times as long as the others and spoils every mean it is in.

    Look at which calls lie between the two readings of the clock that make your second number.
    """
    start = time.perf_counter()
    fn(x)
    first = time.perf_counter() - start
    for _ in range(repeats):
        fn(x)
    return first, (time.perf_counter() - start) / (repeats + 1)

# %% misconception="sum_of_calls" task="time_first_call"
def time_first_call(fn, x, repeats=5):
    """Your second number grows with the number of repetitions.

    It should tell how long one call takes, however often you tried.

    Look at what is left to do with the time of all later calls together.
    """
    start = time.perf_counter()
    fn(x)
    first = time.perf_counter()
    for _ in range(repeats):
        fn(x)
    return first - start, time.perf_counter() - first

# %% misconception="last_call_only" task="time_first_call"
def time_first_call(fn, x, repeats=5):
    """Your second number is the time of the last call alone.

    A single call may be lucky or unlucky. The mean of several says more.

    Look at what your loop keeps of each call.
    """
    start = time.perf_counter()
    fn(x)
    first = time.perf_counter() - start
    for _ in range(repeats):
        start = time.perf_counter()
        fn(x)
        later = time.perf_counter() - start
    return first, later

# %% misconception="one_call_fewer" task="time_first_call"
def time_first_call(fn, x, repeats=5):
    """You count the first call among the repetitions, so one of the later calls is missing.

    There are 1 + repeats calls in all.

    Look at the range of your loop, and at what you divide by.
    """
    start = time.perf_counter()
    fn(x)
    first = time.perf_counter()
    for _ in range(repeats - 1):
        fn(x)
    return first - start, (time.perf_counter() - first) / repeats

# %% misconception="breaks_counted" task="count_graphs"
def count_graphs(fn, inputs):
    """Your count is one short: a function without a break gives 0.

    A break is where one graph ends and the next begins. A row of posts has one post more than it has gaps.

    Look at what exactly you count.
    """
    graphs = []

    def counting(graph, _):
        graphs.append(graph)
        return graph.forward

    compiled = torch.compile(fn, backend=counting)
    for x in inputs:
        compiled(x)
    return len(graphs) - 1

# %% misconception="compiled_in_the_loop" task="count_graphs"
def count_graphs(fn, inputs):
    """Each input costs new graphs, even one that looks like an input before it.

    A compiled function remembers its graphs. You compile anew for each input, and so forget them each time.

    Look at what is inside your loop and need not be.
    """
    total = 0
    for x in inputs:
        graphs = []

        def counting(graph, _, graphs=graphs):
            graphs.append(graph)
            return graph.forward

        torch.compile(fn, backend=counting)(x)
        total += len(graphs)
    return total

# %% misconception="runs_counted" task="count_graphs"
def count_graphs(fn, inputs):
    """You count how often graphs are run, not how many there are.

    The backend is called once when a graph is made. What it returns is called each time that the graph is used.

    Look at which of the two functions does the counting.
    """
    runs = []

    def counting(graph, _):
        def run(*args):
            runs.append(graph)
            return graph.forward(*args)

        return run

    compiled = torch.compile(fn, backend=counting)
    for x in inputs:
        compiled(x)
    return len(runs)

# %% misconception="never_called" task="count_graphs"
def count_graphs(fn, inputs):
    """You find no graph at all.

    torch.compile is lazy. As long as the compiled function has not been called, the backend has not been asked.

    Look at what you do with the inputs.
    """
    graphs = []

    def counting(graph, _):
        graphs.append(graph)
        return graph.forward

    for _ in inputs:
        torch.compile(fn, backend=counting)
    return len(graphs)

# %% misconception="plain_function_called" task="count_graphs"
def count_graphs(fn, inputs):
    """You find no graph, although something is called with each input: it is the plain function.

    torch.compile does not change the function it gets. The compiled one is what it returns.

    Look at the name that you call in your loop.
    """
    graphs = []

    def counting(graph, _):
        graphs.append(graph)
        return graph.forward

    torch.compile(fn, backend=counting)
    for x in inputs:
        fn(x)
    return len(graphs)

# %% misconception="first_input_only" task="count_graphs"
def count_graphs(fn, inputs):
    """Inputs of another dtype should need graphs of their own, but you count those of one input.

    All inputs are to be tried, one after the other, on the same compiled function.

    Look at which of the inputs your function uses.
    """
    graphs = []

    def counting(graph, _):
        graphs.append(graph)
        return graph.forward

    torch.compile(fn, backend=counting)(inputs[0])
    return len(graphs)

# %% misconception="operations_counted" task="count_graphs"
def count_graphs(fn, inputs):
    """Your number is too large: you count what is in the graphs.

    A graph is a list of operations. How many lists are there, not how many entries?

    Look at what you add for each graph.
    """
    count = 0

    def counting(graph, _):
        nonlocal count
        count += len(graph.graph.nodes)
        return graph.forward

    compiled = torch.compile(fn, backend=counting)
    for x in inputs:
        compiled(x)
    return count

# %% misconception="python_decides" task="limit_norm"
def limit_norm(x, most=1.0):
    """The numbers are right, but there is more than one graph: an if asks for the value of a tensor.

    Python can answer that question only with the number in hand, so the graph has to end and run first.

    Look at the condition, and at functions that choose between two tensors.
    """
    norm = x.norm()
    if norm > most:
        return x * (most / norm)
    return x * 1

# %% misconception="item_taken_out" task="limit_norm"
def limit_norm(x, most=1.0):
    """The numbers are right, but there is more than one graph: a number is taken out of its tensor.

    item() and float() hand a number to Python. What Python does with it cannot be in the graph.

    Look at where a tensor becomes a plain number, and whether it has to.
    """
    norm = x.norm().item()
    return x * (min(1.0, most / norm) if norm > 0 else 1.0)

# %% misconception="always_scaled" task="limit_norm"
def limit_norm(x, most=1.0):
    """Short vectors become longer: you bring every vector to the norm.

    Only what is too long is to be shortened. The factor is never above 1.

    Look at the factor for a vector that is short enough.
    """
    return x * (most / x.norm().clamp(min=1e-12))

# %% misconception="each_number_clamped" task="limit_norm"
def limit_norm(x, most=1.0):
    """You cut off single numbers, and the vector points elsewhere.

    The norm belongs to the vector as a whole. Shortening multiplies all its numbers by the same factor.

    Look at what you compare with the limit.
    """
    return x.clamp(-most, most)

# %% misconception="norm_of_each_row" task="limit_norm"
def limit_norm(x, most=1.0):
    """For a matrix you take a norm for each row.

    Here the norm is the root of the sum of all squares, whatever the shape.

    Look at the dimension over which you sum.
    """
    norm = x.norm(dim=-1, keepdim=True)
    return x * torch.clamp(most / norm, max=1.0)

# %% misconception="zero_divided" task="limit_norm"
def limit_norm(x, most=1.0):
    """For zeros your result is not a number.

    Zero divided by zero has no value, and what is multiplied with it afterwards has none either.

    Look at what happens to a vector whose norm is 0.
    """
    norm = x.norm()
    return x / norm * torch.clamp(norm, max=most)

# %% misconception="sizes_not_announced" task="compile_any_batch"
def compile_any_batch(model, backend="eager"):
    """With the second size of a batch a second graph is made.

    Without a word from you the first graph is made for exactly the shape it sees.

    Look at the arguments of torch.compile: one of them is about shapes.
    """
    return torch.compile(model, backend=backend)

# %% misconception="fixed_shapes" task="compile_any_batch"
def compile_any_batch(model, backend="eager"):
    """Every size of a batch gets a graph of its own.

    You asked for fixed shapes. The argument has another value that says the opposite.

    Look at what you hand to torch.compile about shapes.
    """
    return torch.compile(model, backend=backend, dynamic=False)

# %% misconception="wrapper_dropped" task="compile_any_batch"
def compile_any_batch(model, backend="eager"):
    """Your result computes without the backend: it is the plain model.

    torch.compile gives a wrapper back and leaves the model alone.

    Look at what you return.
    """
    torch.compile(model, backend=backend, dynamic=True)
    return model

# %% misconception="method_returns_none" task="compile_any_batch"
def compile_any_batch(model, backend="eager"):
    """You return None.

    The method of a module compiles it in place and, like other changes in place, returns nothing.

    Look at what stands behind your return.
    """
    return model.compile(backend=backend, dynamic=True)

# %% misconception="backend_forgotten" task="compile_any_batch"
def compile_any_batch(model, backend="eager"):
    """You compile with PyTorch's default backend, and that one needs a compiler.

    The caller says which backend is to be used. Here there is no compiler for inductor.

    Look at the arguments of torch.compile that you leave out.
    """
    return torch.compile(model, dynamic=True)

# %% misconception="prefix_cut_blindly" task="clean_state_dict"
def clean_state_dict(model):
    """You cut ten characters off every name, whether they are the prefix or not.

    A plain model has no prefix, and a part that is compiled has it in the middle.

    Look at what you ask a name before you cut it.
    """
    return {name[len("_orig_mod."):]: value for name, value in model.state_dict().items()}

# %% misconception="characters_stripped" task="clean_state_dict"
def clean_state_dict(model):
    """Names such as "grid" or "model" lose letters at their front.

    lstrip takes a set of characters and removes all of them, in any order, as long as it finds one. It does not know words.

    Look at the method that you call on the name, and what its argument means.
    """
    return {name.lstrip("_orig_mod."): value for name, value in model.state_dict().items()}

# %% misconception="orig_everywhere" task="clean_state_dict"
def clean_state_dict(model):
    """A layer called "original" or "origin" loses part of its name.

    The same letters can be part of a name that somebody chose. Only the wrapper's whole step in the path has to go.

    Look at what exactly you replace.
    """
    return {
        name.replace("_orig_mod.", "").replace("orig", ""): value
        for name, value in model.state_dict().items()
    }

# %% misconception="front_only" task="clean_state_dict"
def clean_state_dict(model):
    """Names of a compiled part still contain the wrapper's.

    A part of a model can be compiled by itself. Then the wrapper is a step in the middle of the path.

    Look at where in the name you look for it.
    """
    return {name.removeprefix("_orig_mod."): value for name, value in model.state_dict().items()}

# %% misconception="all_but_the_compiled" task="clean_state_dict"
def clean_state_dict(model):
    """Tensors are missing: everything that was compiled is left out.

    The numbers under those names are the model's own. They have a wrong name, that is all.

    Look at what your condition does to a name with the wrapper in it.
    """
    return {k: v for k, v in model.state_dict().items() if "_orig_mod" not in k}

# %% misconception="handed_on" task="clean_state_dict"
def clean_state_dict(model):
    """The names still contain the wrapper's.

    A state dict is a dict: its keys can be renamed on the way into another one.

    Look at what your function does to the keys.
    """
    return dict(model.state_dict())

# %% misconception="born_in_inference_mode" task="eval_step_compiled"
def eval_step_compiled(model, dataloader, loss_fn, device="cpu"):
    """Nothing can be trained on your logits: they were born in inference mode.

    inference_mode saves a little by keeping no account of a tensor's changes. Autograd needs that account, and refuses such a tensor for good.

    Look at the context of your loop, and at the other one that also does without gradients.
    """
    model.eval()
    losses, accuracies, logits = [], [], []
    with torch.inference_mode():
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            out = model(X)
            logits.append(out)
            losses.append(loss_fn(out, y).item())
            accuracies.append((out.argmax(dim=1) == y).float().mean().item())
    return statistics.mean(losses), statistics.mean(accuracies), logits

# %% misconception="history_kept" task="eval_step_compiled"
def eval_step_compiled(model, dataloader, loss_fn, device="cpu"):
    """Your logits still hang on the model: a training on them reaches into it.

    Without a context that switches autograd off, each output remembers how it was computed.

    Look at what surrounds the call of the model.
    """
    model.eval()
    losses, accuracies, logits = [], [], []
    with contextlib.nullcontext():
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            out = model(X)
            logits.append(out)
            losses.append(loss_fn(out, y).item())
            accuracies.append((out.argmax(dim=1) == y).float().mean().item())
    return statistics.mean(losses), statistics.mean(accuracies), logits

# %% misconception="training_mode" task="eval_step_compiled"
def eval_step_compiled(model, dataloader, loss_fn, device="cpu"):
    """Dropout and BatchNorm are in training mode while you test.

    The context without gradients does not change the mode of a model, nor the other way round: both have to be set.

    Look at the mode in which the model is called.
    """
    losses, accuracies, logits = [], [], []
    with torch.no_grad():
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            out = model(X)
            logits.append(out)
            losses.append(loss_fn(out, y).item())
            accuracies.append((out.argmax(dim=1) == y).float().mean().item())
    return statistics.mean(losses), statistics.mean(accuracies), logits

# %% misconception="last_batch_only" task="eval_step_compiled"
def eval_step_compiled(model, dataloader, loss_fn, device="cpu"):
    """You return the logits of the last batch alone.

    What a loop variable holds after the loop is what the last round left in it.

    Look at what is collected in the loop, and what is returned.
    """
    model.eval()
    losses, accuracies, logits = [], [], []
    with torch.no_grad():
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            out = model(X)
            logits.append(out)
            losses.append(loss_fn(out, y).item())
            accuracies.append((out.argmax(dim=1) == y).float().mean().item())
    return statistics.mean(losses), statistics.mean(accuracies), logits[-1:]

# %% misconception="probabilities_kept" task="eval_step_compiled"
def eval_step_compiled(model, dataloader, loss_fn, device="cpu"):
    """You keep probabilities where logits are asked for.

    Softmax makes probabilities of logits. A loss for logits, applied later, would do it once more.

    Look at what you collect for each batch.
    """
    model.eval()
    losses, accuracies, logits = [], [], []
    with torch.no_grad():
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            out = model(X)
            logits.append(out.softmax(dim=1))
            losses.append(loss_fn(out, y).item())
            accuracies.append((out.argmax(dim=1) == y).float().mean().item())
    return statistics.mean(losses), statistics.mean(accuracies), logits

# %% misconception="accuracy_in_percent" task="eval_step_compiled"
def eval_step_compiled(model, dataloader, loss_fn, device="cpu"):
    """Your accuracy is a hundred times too large.

    Here accuracies go from 0 to 1.

    Look at what your mean is multiplied by.
    """
    model.eval()
    losses, accuracies, logits = [], [], []
    with torch.no_grad():
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            out = model(X)
            logits.append(out)
            losses.append(loss_fn(out, y).item())
            accuracies.append((out.argmax(dim=1) == y).float().mean().item() * 100)
    return statistics.mean(losses), statistics.mean(accuracies), logits

# %% misconception="sums_returned" task="eval_step_compiled"
def eval_step_compiled(model, dataloader, loss_fn, device="cpu"):
    """Your loss grows with the number of batches: it is a sum.

    A mean is asked for, over batches or over samples.

    Look at what you do with the collected losses at the end.
    """
    model.eval()
    losses, accuracies, logits = [], [], []
    with torch.no_grad():
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            out = model(X)
            logits.append(out)
            losses.append(loss_fn(out, y).item())
            accuracies.append((out.argmax(dim=1) == y).float().mean().item())
    return sum(losses), sum(accuracies), logits

# %% misconception="one_clock_for_all" task="timed_train"
def timed_train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device="cpu"):
    """Your times grow from epoch to epoch: the clock was started once.

    Each epoch has a start of its own.

    Look at where the first reading of the clock is, inside the loop or before it.
    """
    keys = ["train_loss", "train_acc", "test_loss", "test_acc"]
    results = {key: [] for key in [*keys, "train_epoch_time", "test_epoch_time"]}
    start = time.perf_counter()
    for _ in range(epochs):
        pass
        model.train()
        losses, accuracies = [], []
        for X, y in train_dataloader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            loss = loss_fn(logits, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            accuracies.append((logits.argmax(dim=1) == y).float().mean().item())
        middle = time.perf_counter()
        test_loss, test_acc, _ = eval_step_compiled(model, test_dataloader, loss_fn, device)
        end = time.perf_counter()
        results["train_loss"].append(statistics.mean(losses))
        results["train_acc"].append(statistics.mean(accuracies))
        results["test_loss"].append(test_loss)
        results["test_acc"].append(test_acc)
        results["train_epoch_time"].append(middle - start)
        results["test_epoch_time"].append(end - middle)
    return results

# %% misconception="test_time_in_training_time" task="timed_train"
def timed_train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device="cpu"):
    """The time of training contains the time of the test.

    Three readings of the clock make two stretches: before training, between training and test, and after the test.

    Look at which readings you subtract for the training.
    """
    keys = ["train_loss", "train_acc", "test_loss", "test_acc"]
    results = {key: [] for key in [*keys, "train_epoch_time", "test_epoch_time"]}
    start = time.perf_counter()
    for _ in range(epochs):
        start = time.perf_counter()
        model.train()
        losses, accuracies = [], []
        for X, y in train_dataloader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            loss = loss_fn(logits, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            accuracies.append((logits.argmax(dim=1) == y).float().mean().item())
        middle = time.perf_counter()
        test_loss, test_acc, _ = eval_step_compiled(model, test_dataloader, loss_fn, device)
        end = time.perf_counter()
        results["train_loss"].append(statistics.mean(losses))
        results["train_acc"].append(statistics.mean(accuracies))
        results["test_loss"].append(test_loss)
        results["test_acc"].append(test_acc)
        results["train_epoch_time"].append(end - start)
        results["test_epoch_time"].append(end - middle)
    return results

# %% misconception="test_time_from_the_start" task="timed_train"
def timed_train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device="cpu"):
    """The time of testing contains the time of training.

    Each stretch is the difference of its own two readings.

    Look at which readings you subtract for the test.
    """
    keys = ["train_loss", "train_acc", "test_loss", "test_acc"]
    results = {key: [] for key in [*keys, "train_epoch_time", "test_epoch_time"]}
    start = time.perf_counter()
    for _ in range(epochs):
        start = time.perf_counter()
        model.train()
        losses, accuracies = [], []
        for X, y in train_dataloader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            loss = loss_fn(logits, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            accuracies.append((logits.argmax(dim=1) == y).float().mean().item())
        middle = time.perf_counter()
        test_loss, test_acc, _ = eval_step_compiled(model, test_dataloader, loss_fn, device)
        end = time.perf_counter()
        results["train_loss"].append(statistics.mean(losses))
        results["train_acc"].append(statistics.mean(accuracies))
        results["test_loss"].append(test_loss)
        results["test_acc"].append(test_acc)
        results["train_epoch_time"].append(middle - start)
        results["test_epoch_time"].append(end - start)
    return results

# %% misconception="times_swapped" task="timed_train"
def timed_train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device="cpu"):
    """The two times are in each other's list.

    What lies before the test is training.

    Look at which difference goes to which name.
    """
    keys = ["train_loss", "train_acc", "test_loss", "test_acc"]
    results = {key: [] for key in [*keys, "train_epoch_time", "test_epoch_time"]}
    start = time.perf_counter()
    for _ in range(epochs):
        start = time.perf_counter()
        model.train()
        losses, accuracies = [], []
        for X, y in train_dataloader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            loss = loss_fn(logits, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            accuracies.append((logits.argmax(dim=1) == y).float().mean().item())
        middle = time.perf_counter()
        test_loss, test_acc, _ = eval_step_compiled(model, test_dataloader, loss_fn, device)
        end = time.perf_counter()
        results["train_loss"].append(statistics.mean(losses))
        results["train_acc"].append(statistics.mean(accuracies))
        results["test_loss"].append(test_loss)
        results["test_acc"].append(test_acc)
        results["train_epoch_time"].append(end - middle)
        results["test_epoch_time"].append(middle - start)
    return results

# %% misconception="only_the_last_batch_timed" task="timed_train"
def timed_train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device="cpu"):
    """The time of training is that of its last batch.

    A clock that is restarted for each batch forgets those before.

    Look at how often, and where, the first reading is taken.
    """
    keys = ["train_loss", "train_acc", "test_loss", "test_acc"]
    results = {key: [] for key in [*keys, "train_epoch_time", "test_epoch_time"]}
    start = time.perf_counter()
    for _ in range(epochs):
        start = time.perf_counter()
        model.train()
        losses, accuracies = [], []
        for X, y in train_dataloader:
            X, y = X.to(device), y.to(device)
            start = time.perf_counter()
            logits = model(X)
            loss = loss_fn(logits, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            accuracies.append((logits.argmax(dim=1) == y).float().mean().item())
        middle = time.perf_counter()
        test_loss, test_acc, _ = eval_step_compiled(model, test_dataloader, loss_fn, device)
        end = time.perf_counter()
        results["train_loss"].append(statistics.mean(losses))
        results["train_acc"].append(statistics.mean(accuracies))
        results["test_loss"].append(test_loss)
        results["test_acc"].append(test_acc)
        results["train_epoch_time"].append(middle - start)
        results["test_epoch_time"].append(end - middle)
    return results

# %% misconception="never_zeroed" task="timed_train"
def timed_train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device="cpu"):
    """The gradients of earlier batches are still in yours.

    backward adds to what is there. Somebody has to empty it, once for each batch.

    Look at which of the five steps is missing.
    """
    keys = ["train_loss", "train_acc", "test_loss", "test_acc"]
    results = {key: [] for key in [*keys, "train_epoch_time", "test_epoch_time"]}
    start = time.perf_counter()
    for _ in range(epochs):
        start = time.perf_counter()
        model.train()
        losses, accuracies = [], []
        for X, y in train_dataloader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            loss = loss_fn(logits, y)
            pass
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            accuracies.append((logits.argmax(dim=1) == y).float().mean().item())
        middle = time.perf_counter()
        test_loss, test_acc, _ = eval_step_compiled(model, test_dataloader, loss_fn, device)
        end = time.perf_counter()
        results["train_loss"].append(statistics.mean(losses))
        results["train_acc"].append(statistics.mean(accuracies))
        results["test_loss"].append(test_loss)
        results["test_acc"].append(test_acc)
        results["train_epoch_time"].append(middle - start)
        results["test_epoch_time"].append(end - middle)
    return results

# %% misconception="left_in_eval_mode" task="timed_train"
def timed_train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device="cpu"):
    """From the second epoch on the model is trained in evaluation mode.

    The test leaves it in evaluation mode, and nobody calls it back.

    Look at whether the mode is set once, or in each epoch.
    """
    keys = ["train_loss", "train_acc", "test_loss", "test_acc"]
    results = {key: [] for key in [*keys, "train_epoch_time", "test_epoch_time"]}
    model.train()
    start = time.perf_counter()
    for _ in range(epochs):
        start = time.perf_counter()
        losses, accuracies = [], []
        for X, y in train_dataloader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            loss = loss_fn(logits, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            accuracies.append((logits.argmax(dim=1) == y).float().mean().item())
        middle = time.perf_counter()
        test_loss, test_acc, _ = eval_step_compiled(model, test_dataloader, loss_fn, device)
        end = time.perf_counter()
        results["train_loss"].append(statistics.mean(losses))
        results["train_acc"].append(statistics.mean(accuracies))
        results["test_loss"].append(test_loss)
        results["test_acc"].append(test_acc)
        results["train_epoch_time"].append(middle - start)
        results["test_epoch_time"].append(end - middle)
    return results

# %% misconception="last_loss_only" task="timed_train"
def timed_train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device="cpu"):
    """Your training loss is that of the last batch.

    A mean over the epoch is asked for.

    Look at what you put into the list at the end of an epoch.
    """
    keys = ["train_loss", "train_acc", "test_loss", "test_acc"]
    results = {key: [] for key in [*keys, "train_epoch_time", "test_epoch_time"]}
    start = time.perf_counter()
    for _ in range(epochs):
        start = time.perf_counter()
        model.train()
        losses, accuracies = [], []
        for X, y in train_dataloader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            loss = loss_fn(logits, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            accuracies.append((logits.argmax(dim=1) == y).float().mean().item())
        middle = time.perf_counter()
        test_loss, test_acc, _ = eval_step_compiled(model, test_dataloader, loss_fn, device)
        end = time.perf_counter()
        results["train_loss"].append(losses[-1])
        results["train_acc"].append(statistics.mean(accuracies))
        results["test_loss"].append(test_loss)
        results["test_acc"].append(test_acc)
        results["train_epoch_time"].append(middle - start)
        results["test_epoch_time"].append(end - middle)
    return results

# %% misconception="optimiser_never_steps" task="timed_train"
def timed_train(model, train_dataloader, test_dataloader, optimizer, loss_fn, epochs, device="cpu"):
    """The model does not learn.

    Gradients say where to go. Only the optimiser goes.

    Look at which of the five steps is missing.
    """
    keys = ["train_loss", "train_acc", "test_loss", "test_acc"]
    results = {key: [] for key in [*keys, "train_epoch_time", "test_epoch_time"]}
    start = time.perf_counter()
    for _ in range(epochs):
        start = time.perf_counter()
        model.train()
        losses, accuracies = [], []
        for X, y in train_dataloader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            loss = loss_fn(logits, y)
            optimizer.zero_grad()
            loss.backward()
            pass
            losses.append(loss.item())
            accuracies.append((logits.argmax(dim=1) == y).float().mean().item())
        middle = time.perf_counter()
        test_loss, test_acc, _ = eval_step_compiled(model, test_dataloader, loss_fn, device)
        end = time.perf_counter()
        results["train_loss"].append(statistics.mean(losses))
        results["train_acc"].append(statistics.mean(accuracies))
        results["test_loss"].append(test_loss)
        results["test_acc"].append(test_acc)
        results["train_epoch_time"].append(middle - start)
        results["test_epoch_time"].append(end - middle)
    return results

# %% misconception="sign_reversed" task="speedup"
def speedup(plain, compiled, skip=0):
    """Your sign is the wrong way round: what is faster comes out positive.

    A change is what it is afterwards minus what it was before. Less time is a negative change.

    Look at what you subtract from what.
    """
    before, after = statistics.mean(plain[skip:]), statistics.mean(compiled[skip:])
    return (before - after) / before * 100

# %% misconception="divided_by_the_new" task="speedup"
def speedup(plain, compiled, skip=0):
    """Half the time comes out as -100 %: you divide by the compiled time.

    Percent of what? Of the plain time, which is what you start from.

    Look at what stands below the line of the fraction.
    """
    before, after = statistics.mean(plain[skip:]), statistics.mean(compiled[skip:])
    return (after - before) / after * 100

# %% misconception="warm_up_counted" task="speedup"
def speedup(plain, compiled, skip=0):
    """The first epochs count, although they are to be skipped.

    The first compiled epoch compiles. In a mean over a few epochs it hides everything else.

    Look at where your function uses its third argument.
    """
    before, after = statistics.mean(plain), statistics.mean(compiled)
    return (after - before) / before * 100

# %% misconception="skipped_on_one_side" task="speedup"
def speedup(plain, compiled, skip=0):
    """You leave out the first epochs of the compiled model only.

    A comparison is fair if both sides are treated alike. The plain model has a warm-up too: caches, memory, data.

    Look at which of the two lists is cut.
    """
    before, after = statistics.mean(plain), statistics.mean(compiled[skip:])
    return (after - before) / before * 100

# %% misconception="sums_compared" task="speedup"
def speedup(plain, compiled, skip=0):
    """With lists of different length you compare the length of the trainings.

    The time of an epoch is the question, not that of all of them together.

    Look at what you make of each list.
    """
    before, after = sum(plain[skip:]), sum(compiled[skip:])
    return (after - before) / before * 100

# %% misconception="not_in_percent" task="speedup"
def speedup(plain, compiled, skip=0):
    """Your number is a hundred times too small.

    Half the time is a change by -0.5 of the whole, which is -50 percent.

    Look at the last thing that you do to the number.
    """
    before, after = statistics.mean(plain[skip:]), statistics.mean(compiled[skip:])
    return (after - before) / before

# %% misconception="ratio" task="speedup"
def speedup(plain, compiled, skip=0):
    """You give the share that is left, not the change: half the time should be -50, not 50.

    No change is 0 %, and what is faster is below that.

    Look at whether anything is subtracted in your formula.
    """
    before, after = statistics.mean(plain[skip:]), statistics.mean(compiled[skip:])
    return after / before * 100

# %% misconception="compiled_model_goes_on" task="compare_compiled"
def compare_compiled(make_model, fit, runs=3, backend="eager", seed=42):
    """The second compiled run does not start anew: its first loss is where the run before has ended.

    It is the slip of the course's own experiment. A model that is made once and trained three times has been trained for three runs in the third.

    Look at what is made before the loop over the runs, and what inside.
    """
    results = {"plain": [], "compiled": []}
    for run in range(runs):
        torch.manual_seed(seed + run)
        results["plain"].append(fit(make_model()))
    torch.manual_seed(seed)
    model = torch.compile(make_model(), backend=backend)
    for run in range(runs):
        results["compiled"].append(fit(model))
    return results

# %% misconception="one_model_for_an_arm" task="compare_compiled"
def compare_compiled(make_model, fit, runs=3, backend="eager", seed=42):
    """In both arms the second run starts where the first has ended.

    fit changes the model it is given. Whoever wants a fresh start needs a fresh model.

    Look at how often make_model is called.
    """
    results = {"plain": [], "compiled": []}
    for arm, rows in results.items():
        torch.manual_seed(seed)
        model = make_model()
        if arm == "compiled":
            model = torch.compile(model, backend=backend)
        for run in range(runs):
            rows.append(fit(model))
    return results

# %% misconception="one_model_for_both" task="compare_compiled"
def compare_compiled(make_model, fit, runs=3, backend="eager", seed=42):
    """The compiled arm trains the models that the plain arm has trained already.

    A compiled model shares its parameters with the one inside. What was learnt is there from the start.

    Look at how many models are made for each run.
    """
    results = {"plain": [], "compiled": []}
    for run in range(runs):
        torch.manual_seed(seed + run)
        model = make_model()
        results["plain"].append(fit(model))
        results["compiled"].append(fit(torch.compile(model, backend=backend)))
    return results

# %% misconception="seeded_once" task="compare_compiled"
def compare_compiled(make_model, fit, runs=3, backend="eager", seed=42):
    """The runs of the second arm do not start from the numbers of the first.

    A seed sets the generator once. Each model that is made draws from it, and the next finds it elsewhere.

    Look at how often, and with which number, the generator is seeded.
    """
    results = {"plain": [], "compiled": []}
    torch.manual_seed(seed)
    for arm, rows in results.items():
        for run in range(runs):
            model = make_model()
            if arm == "compiled":
                model = torch.compile(model, backend=backend)
            rows.append(fit(model))
    return results

# %% misconception="same_seed_for_all_runs" task="compare_compiled"
def compare_compiled(make_model, fit, runs=3, backend="eager", seed=42):
    """All runs of an arm are the same run.

    Three times the same start gives three times the same result, and says nothing about luck. Run k has a seed of its own.

    Look at the number that the generator is seeded with.
    """
    results = {"plain": [], "compiled": []}
    for arm, rows in results.items():
        for run in range(runs):
            torch.manual_seed(seed)
            model = make_model()
            if arm == "compiled":
                model = torch.compile(model, backend=backend)
            rows.append(fit(model))
    return results

# %% misconception="wrapper_ignored" task="compare_compiled"
def compare_compiled(make_model, fit, runs=3, backend="eager", seed=42):
    """The compiled arm trains plain models.

    torch.compile returns a wrapper, and only calls of the wrapper are compiled.

    Look at which object fit is given.
    """
    results = {"plain": [], "compiled": []}
    for arm, rows in results.items():
        for run in range(runs):
            torch.manual_seed(seed + run)
            model = make_model()
            if arm == "compiled":
                torch.compile(model, backend=backend)
            rows.append(fit(model))
    return results

# %% misconception="both_compiled" task="compare_compiled"
def compare_compiled(make_model, fit, runs=3, backend="eager", seed=42):
    """The plain arm is compiled as well.

    A comparison needs something to compare with: one arm without the thing in question.

    Look at the condition under which a model is compiled.
    """
    results = {"plain": [], "compiled": []}
    for arm, rows in results.items():
        for run in range(runs):
            torch.manual_seed(seed + run)
            rows.append(fit(torch.compile(make_model(), backend=backend)))
    return results

# %% misconception="arms_swapped" task="compare_compiled"
def compare_compiled(make_model, fit, runs=3, backend="eager", seed=42):
    """The results of the two arms are under each other's name.

    What is called compiled has to be the compiled one.

    Look at the condition under which a model is compiled.
    """
    results = {"plain": [], "compiled": []}
    for arm, rows in results.items():
        for run in range(runs):
            torch.manual_seed(seed + run)
            model = make_model()
            if arm == "plain":
                model = torch.compile(model, backend=backend)
            rows.append(fit(model))
    return results

# %% misconception="only_the_last_run" task="compare_compiled"
def compare_compiled(make_model, fit, runs=3, backend="eager", seed=42):
    """There is one result for each arm, that of the last run.

    Each run has a result of its own, and all of them are asked for.

    Look at what becomes of a result when the next run begins.
    """
    results = {"plain": [], "compiled": []}
    for arm in results:
        for run in range(runs):
            torch.manual_seed(seed + run)
            model = make_model()
            if arm == "compiled":
                model = torch.compile(model, backend=backend)
            results[arm] = [fit(model)]
    return results

# %% misconception="default_backend" task="compare_compiled"
def compare_compiled(make_model, fit, runs=3, backend="eager", seed=42):
    """You compile with PyTorch's default backend, and that one needs a compiler.

    The caller says which backend is to be used. Where work is graded there is no compiler for inductor.

    Look at the arguments that torch.compile gets.
    """
    results = {"plain": [], "compiled": []}
    for arm, rows in results.items():
        for run in range(runs):
            torch.manual_seed(seed + run)
            model = make_model()
            if arm == "compiled":
                model = torch.compile(model)
            rows.append(fit(model))
    return results

# %% misconception="rounded" task="results_to_csv"
def results_to_csv(runs, path):
    """Digits are missing: the numbers in the file are rounded.

    Rounding is for the eye. A file is read by programs, and what is cut off is gone.

    Look at what is done to a number before it is written.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["run", "epoch", *runs[0]])
        for run, results in enumerate(runs, start=1):
            for epoch, row in enumerate(zip(*results.values()), start=1):
                writer.writerow([run, epoch, *(round(value, 3) for value in row)])
    return path

# %% misconception="counted_from_zero" task="results_to_csv"
def results_to_csv(runs, path):
    """Your epochs begin at 0.

    Runs and epochs are counted from 1 here, as people do.

    Look at where your counting starts.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["run", "epoch", *runs[0]])
        for run, results in enumerate(runs, start=0):
            for epoch, row in enumerate(zip(*results.values()), start=0):
                writer.writerow([run, epoch, *row])
    return path

# %% misconception="no_header" task="results_to_csv"
def results_to_csv(runs, path):
    """Your file has no header.

    Without names nobody knows which column is which.

    Look at what is written first.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        pass
        for run, results in enumerate(runs, start=1):
            for epoch, row in enumerate(zip(*results.values()), start=1):
                writer.writerow([run, epoch, *row])
    return path

# %% misconception="appended" task="results_to_csv"
def results_to_csv(runs, path):
    """After a second call the file holds both tables.

    A file that is opened for appending keeps what was in it.

    Look at the mode in which you open the file.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["run", "epoch", *runs[0]])
        for run, results in enumerate(runs, start=1):
            for epoch, row in enumerate(zip(*results.values()), start=1):
                writer.writerow([run, epoch, *row])
    return path

# %% misconception="last_run_only" task="results_to_csv"
def results_to_csv(runs, path):
    """Only one of the runs is in the file.

    Each run has its rows, one run after the other.

    Look at what your outer loop goes over.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["run", "epoch", *runs[0]])
        for run, results in enumerate(runs[-1:], start=1):
            for epoch, row in enumerate(zip(*results.values()), start=1):
                writer.writerow([run, epoch, *row])
    return path

# %% misconception="no_folders" task="results_to_csv"
def results_to_csv(runs, path):
    """Where a folder is missing, the file cannot be written.

    A folder has to be there before a file can be put into it.

    Look at what happens before the file is opened.
    """
    path = Path(path)
    pass
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["run", "epoch", *runs[0]])
        for run, results in enumerate(runs, start=1):
            for epoch, row in enumerate(zip(*results.values()), start=1):
                writer.writerow([run, epoch, *row])
    return path

# %% misconception="columns_exchanged" task="results_to_csv"
def results_to_csv(runs, path):
    """The run stands in the column of the epoch.

    A row has its cells in the order of the header.

    Look at the order in which a row is put together.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["run", "epoch", *runs[0]])
        for run, results in enumerate(runs, start=1):
            for epoch, row in enumerate(zip(*results.values()), start=1):
                writer.writerow([epoch, run, *row])
    return path

# %% misconception="grouped_by_run" task="epoch_means"
def epoch_means(path, column):
    """You have one mean for each run, where one for each epoch is asked for.

    The question is how long, on average, the first epoch took, the second, and so on.

    Look at the column by which you sort the values into lists.
    """
    values = defaultdict(list)
    with Path(path).open(newline="") as file:
        for row in csv.DictReader(file):
            values[int(row["run"])].append(float(row[column]))
    return [statistics.mean(values[run]) for run in sorted(values)]

# %% misconception="epochs_as_text" task="epoch_means"
def epoch_means(path, column):
    """Epoch 10 comes before epoch 2 in your result.

    Everything in a CSV file is text. As text, "10" comes before "2".

    Look at the type of what you sort.
    """
    values = defaultdict(list)
    with Path(path).open(newline="") as file:
        for row in csv.DictReader(file):
            values[row["epoch"]].append(float(row[column]))
    return [statistics.mean(values[epoch]) for epoch in sorted(values)]

# %% misconception="order_of_the_file" task="epoch_means"
def epoch_means(path, column):
    """Your means come in the order in which the file happens to name the epochs.

    The rows may have been sorted in any way. The result begins with epoch 1.

    Look at the order in which you go through what you have collected.
    """
    values = defaultdict(list)
    with Path(path).open(newline="") as file:
        for row in csv.DictReader(file):
            values[int(row["epoch"])].append(float(row[column]))
    return [statistics.mean(found) for found in values.values()]

# %% misconception="divided_by_all_runs" task="epoch_means"
def epoch_means(path, column):
    """For late epochs your mean is too small: you divide by all runs, also by those that had ended.

    A mean divides by how many values there are.

    Look at the number that you divide by.
    """
    values, runs = defaultdict(list), set()
    with Path(path).open(newline="") as file:
        for row in csv.DictReader(file):
            values[int(row["epoch"])].append(float(row[column]))
            runs.add(row["run"])
    return [sum(values[epoch]) / len(runs) for epoch in sorted(values)]

# %% misconception="one_mean_for_all" task="epoch_means"
def epoch_means(path, column):
    """You average all epochs into one number.

    The first epoch compiles, the others do not. A mean over all of them hides it.

    Look at what your average is taken over.
    """
    with Path(path).open(newline="") as file:
        return [statistics.mean(float(row[column]) for row in csv.DictReader(file))]

# %% misconception="third_column" task="epoch_means"
def epoch_means(path, column):
    """You average another column than the one that was named.

    The name of the column is an argument, and the file says in its header where it is.

    Look at how you find the value in a row.
    """
    values = defaultdict(list)
    with Path(path).open(newline="") as file:
        for row in list(csv.reader(file))[1:]:
            values[int(row[1])].append(float(row[2]))
    return [statistics.mean(values[epoch]) for epoch in sorted(values)]
