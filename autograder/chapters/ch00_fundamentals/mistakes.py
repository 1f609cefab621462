# %% misconception="rules_are_the_input" task="concept_check"
"""For question 2 you chose that traditional programs are given the outputs and find the rules.

A program that somebody wrote holds its rules already: they went in through the keyboard. A learner
holds none at the start, so something else must tell it what is wanted.

Look at ANSWER_2 and say aloud, for each of the two, what a person has to supply.
"""
ANSWER_1 = "c"
ANSWER_2 = "b"
ANSWER_3 = "d"
ANSWER_4 = "b"
ANSWER_5 = "c"
ANSWER_6 = "d"
ANSWER_7 = "b"
ANSWER_8 = "a"
ANSWER_9 = "c"
ANSWER_10 = "b"
ANSWER_11 = "d"
ANSWER_12 = "a"
ANSWER_13 = "b"
ANSWER_14 = "c"
ANSWER_15 = "b"
ANSWER_16 = "d"

# %% misconception="learning_for_everything" task="concept_check"
"""For questions 3 and 4 you trust machine learning where something simpler or safer is called for.

A learnt pattern is usually right, never certain, and cannot say why. It earns its place where
nobody can write the rules, not where a few lines of code do.

Look at ANSWER_3 and ANSWER_4: which choice describes a problem with a simple answer, and which one
a project where a single mistake is too many?
"""
ANSWER_1 = "c"
ANSWER_2 = "a"
ANSWER_3 = "a"
ANSWER_4 = "c"
ANSWER_5 = "c"
ANSWER_6 = "d"
ANSWER_7 = "b"
ANSWER_8 = "a"
ANSWER_9 = "c"
ANSWER_10 = "b"
ANSWER_11 = "d"
ANSWER_12 = "a"
ANSWER_13 = "b"
ANSWER_14 = "c"
ANSWER_15 = "b"
ANSWER_16 = "d"

# %% misconception="deep_learning_for_tables" task="concept_check"
"""For question 5 you reach for a transformer to learn from a table.

Tables are structured: each column has a meaning of its own. Networks shine where meaning is spread
over pixels, sounds or words, that is, on unstructured data.

Look at ANSWER_5: which choice is not a network?
"""
ANSWER_1 = "c"
ANSWER_2 = "a"
ANSWER_3 = "d"
ANSWER_4 = "b"
ANSWER_5 = "b"
ANSWER_6 = "d"
ANSWER_7 = "b"
ANSWER_8 = "a"
ANSWER_9 = "c"
ANSWER_10 = "b"
ANSWER_11 = "d"
ANSWER_12 = "a"
ANSWER_13 = "b"
ANSWER_14 = "c"
ANSWER_15 = "b"
ANSWER_16 = "d"

# %% misconception="who_gives_the_labels" task="concept_check"
"""For question 9 you exchanged unsupervised and self-supervised learning.

Both do without a person's labels. The difference: one of them has right answers all the same,
because they were cut out of the data itself.

Look at ANSWER_9: in which of the projects (ii) and (iii) can a guess be marked right or wrong?
"""
ANSWER_1 = "c"
ANSWER_2 = "a"
ANSWER_3 = "d"
ANSWER_4 = "b"
ANSWER_5 = "c"
ANSWER_6 = "d"
ANSWER_7 = "b"
ANSWER_8 = "a"
ANSWER_9 = "b"
ANSWER_10 = "b"
ANSWER_11 = "d"
ANSWER_12 = "a"
ANSWER_13 = "b"
ANSWER_14 = "c"
ANSWER_15 = "b"
ANSWER_16 = "d"

# %% misconception="tensors_start_at_three" task="concept_check"
"""For questions 12 and 13 you keep tensors apart from vectors and matrices.

In mathematics texts the word often starts at three dimensions. In PyTorch everything with numbers
in it is one and the same type, whatever its `ndim`, and only the letters hint at the rank.

Look at ANSWER_12 and ANSWER_13, and print type(torch.tensor(7)).
"""
ANSWER_1 = "c"
ANSWER_2 = "a"
ANSWER_3 = "d"
ANSWER_4 = "b"
ANSWER_5 = "c"
ANSWER_6 = "d"
ANSWER_7 = "b"
ANSWER_8 = "a"
ANSWER_9 = "c"
ANSWER_10 = "b"
ANSWER_11 = "d"
ANSWER_12 = "b"
ANSWER_13 = "a"
ANSWER_14 = "c"
ANSWER_15 = "b"
ANSWER_16 = "d"

# %% misconception="backward_takes_the_step" task="concept_check"
"""For questions 15 and 16 the picture of the walk downhill is turned round.

Feeling the ground is not yet walking. And what training changes is where you stand, while the
landscape stays what it is.

Look at ANSWER_15 and ANSWER_16: which of the two calls could be made twice without moving you?
"""
ANSWER_1 = "c"
ANSWER_2 = "a"
ANSWER_3 = "d"
ANSWER_4 = "b"
ANSWER_5 = "c"
ANSWER_6 = "d"
ANSWER_7 = "b"
ANSWER_8 = "a"
ANSWER_9 = "c"
ANSWER_10 = "b"
ANSWER_11 = "d"
ANSWER_12 = "a"
ANSWER_13 = "b"
ANSWER_14 = "c"
ANSWER_15 = "a"
ANSWER_16 = "a"

# %% misconception="always_float32" task="make_tensor"
def make_tensor(data, dtype=None, device="cpu"):
    """A list of whole numbers came back as float32, where int64 was expected.

    PyTorch looks at the data and picks a type. Naming a type yourself switches that off, also where
    nobody asked for one.

    Look at what your function does with dtype when the caller leaves it at None.
    """
    if dtype is None:
        dtype = torch.float32
    return torch.tensor(data, dtype=dtype, device=device)

# %% misconception="capital_t_tensor" task="make_tensor"
def make_tensor(data, dtype=None, device="cpu"):
    """Whole numbers became float32, and a single number n became n arbitrary numbers.

    There are two spellings. The one with a small letter copies your values and infers their type;
    the class with the capital letter always makes floats, and reads a lone number as a size.

    Look at the first letter of the call that creates the tensor.
    """
    x = torch.Tensor(data)
    if dtype is not None:
        x = x.to(dtype)
    return x.to(device)

# %% misconception="to_result_dropped" task="make_tensor"
def make_tensor(data, dtype=None, device="cpu"):
    """The tensor stayed on the CPU although another device was asked for.

    A tensor never moves. `.to` leaves it where it is and returns a new one, and what is not caught
    in a name is gone.

    Look at the line with `.to(...)`: who keeps its result?
    """
    x = torch.tensor(data, dtype=dtype)
    x.to(device)
    return x

# %% misconception="dtype_ignored" task="make_tensor"
def make_tensor(data, dtype=None, device="cpu"):
    """You were asked for a certain dtype, and the tensor has the inferred one.

    Inference is what happens when nobody asks. A parameter that the function never reads is a
    promise it does not keep.

    Look for dtype in the body of your function.
    """
    return torch.tensor(data, device=device)

# %% misconception="len_as_ndim" task="describe"
def describe(x):
    """Your ndim is the length of the first axis, not the number of axes.

    A matrix of 7 rows has two dimensions, not seven; a single number has none, and then len() even
    fails. Count opening brackets, not entries.

    Look at the entry "ndim": a tensor knows its number of axes by that very name.
    """
    return {
        "ndim": len(x),
        "shape": tuple(x.shape),
        "dtype": x.dtype,
        "device": str(x.device),
        "numel": x.numel(),
    }

# %% misconception="shape_as_list" task="describe"
def describe(x):
    """Your shape is a list, where a tuple was expected.

    A shape does not change while you look at it, so Python's unchangeable sequence is the natural
    type: it can be compared with another shape or be a key of a dict.

    Look at the entry "shape": what type do the brackets or the conversion there make?
    """
    return {
        "ndim": x.ndim,
        "shape": list(x.shape),
        "dtype": x.dtype,
        "device": str(x.device),
        "numel": x.numel(),
    }

# %% misconception="size_without_call" task="describe"
def describe(x):
    """Your shape is not a shape but a method, something that still waits to be called.

    `x.shape` is an attribute, `x.size` a method. Without parentheses you put the tool into the dict
    instead of what the tool makes.

    Look at the entry "shape", and print type(...) of what you put there.
    """
    return {
        "ndim": x.ndim,
        "shape": x.size,
        "dtype": x.dtype,
        "device": str(x.device),
        "numel": x.numel(),
    }

# %% misconception="device_object" task="describe"
def describe(x):
    """Your device is a torch.device object, where its name, a str, was expected.

    The object prints like a text but is none: it cannot be written to a JSON file, for one.

    Look at the entry "device": which built-in turns an object into its text?
    """
    return {
        "ndim": x.ndim,
        "shape": tuple(x.shape),
        "dtype": x.dtype,
        "device": x.device,
        "numel": x.numel(),
    }

# %% misconception="first_axis_as_numel" task="describe"
def describe(x):
    """Your numel is the length of the first axis, not the number of all elements.

    A (3, 4) tensor holds 12 numbers: the sizes of the axes are multiplied. With no axes at all,
    one number is left.

    Look at the entry "numel": does it see more than one axis?
    """
    return {
        "ndim": x.ndim,
        "shape": tuple(x.shape),
        "dtype": x.dtype,
        "device": str(x.device),
        "numel": len(x) if x.ndim else 1,
    }

# %% misconception="seeds_each_draw" task="seeded_matmul"
def seeded_matmul(seed, shape_a=(7, 7), shape_b=(1, 7)):
    """The second matrix starts with the same numbers as the first one.

    A seed sets the generator to the start of a long sequence. Seed again, and the sequence begins
    again: the second draw repeats the first.

    Count the lines that seed. How many sequences do two draws need?
    """
    torch.manual_seed(seed)
    a = torch.rand(size=shape_a)
    torch.manual_seed(seed)
    b = torch.rand(size=shape_b)
    return a @ b.T

# %% misconception="normal_draws" task="seeded_matmul"
def seeded_matmul(seed, shape_a=(7, 7), shape_b=(1, 7)):
    """Your numbers come from the normal distribution: some of them are negative.

    Two functions differ by one letter. One draws evenly from [0, 1), the other around 0 on both
    sides.

    Look at the last letter of the function you draw with.
    """
    torch.manual_seed(seed)
    a = torch.randn(size=shape_a)
    b = torch.randn(size=shape_b)
    return a @ b.T

# %% misconception="star_product" task="seeded_matmul"
def seeded_matmul(seed, shape_a=(7, 7), shape_b=(1, 7)):
    """The product of (7, 7) and (1, 7) came out as (7, 7), where (7, 1) was expected.

    The star multiplies entry by entry and stretches a row over all rows without a word. A matrix
    product sums over the inner axis and leaves the two outer ones.

    Look at the operator between your two matrices.
    """
    torch.manual_seed(seed)
    a = torch.rand(size=shape_a)
    b = torch.rand(size=shape_b)
    return a * b

# %% misconception="transposes_the_first" task="seeded_matmul"
def seeded_matmul(seed, shape_a=(7, 7), shape_b=(1, 7)):
    """The shapes do not fit: the wrong one of the two matrices was transposed.

    In "mat1 and mat2 shapes cannot be multiplied (7x7 and 1x7)" the numbers that must agree are the
    second and the third. Transposing exchanges the two numbers of one matrix.

    Look at which matrix carries the transpose, and write the four numbers next to each other.
    """
    torch.manual_seed(seed)
    a = torch.rand(size=shape_a)
    b = torch.rand(size=shape_b)
    return a.T @ b

# %% misconception="forgets_the_seed" task="seeded_matmul"
def seeded_matmul(seed, shape_a=(7, 7), shape_b=(1, 7)):
    """Two calls with the same seed gave different numbers.

    Without a seed the generator simply goes on where it stands, so each call sees other numbers.

    Look for the parameter seed in the body of your function.
    """
    a = torch.rand(size=shape_a)
    b = torch.rand(size=shape_b)
    return a @ b.T

# %% misconception="draws_in_the_other_order" task="seeded_matmul"
def seeded_matmul(seed, shape_a=(7, 7), shape_b=(1, 7)):
    """Your numbers repeat, but they are others than expected: b was drawn before a.

    A seed fixes a sequence. Who draws first gets its first numbers, so the order of the draws is
    part of the result.

    Look at the order of the two lines that draw.
    """
    torch.manual_seed(seed)
    b = torch.rand(size=shape_b)
    a = torch.rand(size=shape_a)
    return a @ b.T

# %% misconception="reshapes_instead_of_swapping" task="matmul_safe"
def matmul_safe(a, b):
    """The product has the right shape and wrong numbers, where b had to be turned.

    Reshaping reads the numbers row by row into new rows, so they change neighbours. Swapping axes
    turns rows into columns. The shapes agree, the matrices do not.

    Look at the call that gives b its new shape, and try it on [[1, 2, 3], [4, 5, 6]].
    """
    if a.shape[-1] == b.shape[-2]:
        return a @ b
    if a.shape[-1] == b.shape[-1]:
        return a @ b.reshape(b.shape[::-1])
    raise ValueError(f"cannot multiply {tuple(a.shape)} by {tuple(b.shape)}")

# %% misconception="t_turns_all_axes" task="matmul_safe"
def matmul_safe(a, b):
    """Single matrices work, but a stack of matrices that had to be turned fails.

    `.T` reverses the order of all axes. For two axes that is the swap you want; for three it also
    moves the batch to the end.

    Look at how you turn b: which two axes should change places, counted from the end?
    """
    if a.shape[-1] == b.shape[-2]:
        return a @ b
    if a.shape[-1] == b.shape[-1]:
        return a @ b.T
    raise ValueError(f"cannot multiply {tuple(a.shape)} by {tuple(b.shape)}")

# %% misconception="always_swaps" task="matmul_safe"
def matmul_safe(a, b):
    """A pair that fits as it is was not multiplied as it is.

    Swap only where it is needed. A square matrix shows it: both ways fit, and give different
    numbers.

    Look at the first question your function asks about the two shapes.
    """
    if a.shape[-1] == b.shape[-1]:
        return a @ b.mT
    raise ValueError(f"cannot multiply {tuple(a.shape)} by {tuple(b.shape)}")

# %% misconception="swaps_square_ones" task="matmul_safe"
def matmul_safe(a, b):
    """A square second matrix, which fits as it is, was turned all the same.

    For a square matrix both ways fit, so the order of the questions decides. The plain product goes
    first.

    Look at which of your two cases is tested first.
    """
    if a.shape[-1] == b.shape[-1]:
        return a @ b.mT
    if a.shape[-1] == b.shape[-2]:
        return a @ b
    raise ValueError(f"cannot multiply {tuple(a.shape)} by {tuple(b.shape)}")

# %% misconception="sums_in_loops" task="matmul_safe"
def matmul_safe(a, b):
    """Your result was built number by number and lost the dtype of its factors.

    A fresh tensor of zeros is float32 on the CPU, whatever you write into it, and loops know only
    the number of axes you wrote down. One matrix product knows all of that, and is far faster.

    Look at where the result is created, and ask which operator replaces the loops.
    """
    if a.shape[-1] != b.shape[-2]:
        if a.shape[-1] != b.shape[-1]:
            raise ValueError(f"cannot multiply {tuple(a.shape)} by {tuple(b.shape)}")
        b = b.mT
    out = torch.zeros(a.shape[0], b.shape[1])
    for i in range(a.shape[0]):
        for j in range(b.shape[1]):
            out[i, j] = (a[i] * b[:, j]).sum()
    return out

# %% misconception="leaves_the_error_to_torch" task="matmul_safe"
def matmul_safe(a, b):
    """A pair that fits neither way ended in torch's RuntimeError, where ValueError was expected.

    You tested whether it fits as it is, and swapped in all other cases. Those are two different
    cases: one can be saved, the other should be refused in your own words.

    Look at what happens after the first question was answered with no.
    """
    if a.shape[-1] == b.shape[-2]:
        return a @ b
    return a @ b.mT

# %% misconception="nameless_error" task="matmul_safe"
def matmul_safe(a, b):
    """Your ValueError does not say which shapes it is about.

    "Shapes do not match" sends the reader to the debugger; the four numbers in the message send
    them to the right line.

    Look at the text of your error: where are the two shapes?
    """
    if a.shape[-1] == b.shape[-2]:
        return a @ b
    if a.shape[-1] == b.shape[-1]:
        return a @ b.mT
    raise ValueError("the shapes do not match")

# %% misconception="mean_of_integers" task="summarise"
def summarise(x):
    """Decimals work, but an integer tensor ends in "could not infer output dtype".

    The mean of 1 and 2 is no integer, so PyTorch refuses to guess a type for it.

    Look at the entry "mean": what must x be before it has one?
    """
    return {
        "min": x.min().item(),
        "max": x.max().item(),
        "sum": x.sum().item(),
        "mean": x.mean().item(),
        "argmin": x.argmin().item(),
        "argmax": x.argmax().item(),
    }

# %% misconception="tensors_inside" task="summarise"
def summarise(x):
    """The values are right, but they are tensors, where plain Python numbers were expected.

    An aggregation gives a tensor with one number in it. It prints almost like a number, and fails
    as soon as it goes into a JSON file.

    Look at the end of each entry: what takes the number out of its tensor?
    """
    return {
        "min": x.min(),
        "max": x.max(),
        "sum": x.sum(),
        "mean": x.float().mean(),
        "argmin": x.argmin(),
        "argmax": x.argmax(),
    }

# %% misconception="place_per_column" task="summarise"
def summarise(x):
    """A list works, but for a table the place of the extreme numbers is not one number.

    With `dim=0` you ask for the winner of each column. Without it, all numbers are laid in one row
    and there is a single winner.

    Look at the arguments of argmin and argmax.
    """
    return {
        "min": x.min().item(),
        "max": x.max().item(),
        "sum": x.sum().item(),
        "mean": x.float().mean().item(),
        "argmin": x.argmin(dim=0).item(),
        "argmax": x.argmax(dim=0).item(),
    }

# %% misconception="squeezed_into_int8" task="summarise"
def summarise(x):
    """Numbers beyond 127 came back as others, and decimals lost their fraction.

    int8 saves memory by having 256 values only. What does not fit is wrapped around without an
    error, so a type must be chosen by what has to fit.

    Look at the conversion before you aggregate: is it needed?
    """
    x = x.type(torch.int8)
    return {
        "min": x.min().item(),
        "max": x.max().item(),
        "sum": x.sum().item(),
        "mean": x.float().mean().item(),
        "argmin": x.argmin().item(),
        "argmax": x.argmax().item(),
    }

# %% misconception="all_in_float32" task="summarise"
def summarise(x):
    """Large whole numbers came back slightly changed.

    float32 has about seven digits; above 16 777 216 it no longer knows every whole number. Only one
    of the six entries needs decimals.

    Look at where x becomes a float, and at which entries come after it.
    """
    x = x.float()
    return {
        "min": x.min().item(),
        "max": x.max().item(),
        "sum": x.sum().item(),
        "mean": x.mean().item(),
        "argmin": x.argmin().item(),
        "argmax": x.argmax().item(),
    }

# %% misconception="last_of_equals" task="summarise"
def summarise(x):
    """Where several numbers are equal you give another place than the first one.

    A sorted list puts equal numbers in an order of its own. The argument functions promise the
    first place.

    Look at how argmin and argmax are found: is sorting needed at all?
    """
    flat = x.flatten()
    order = flat.argsort(stable=True)
    return {
        "min": flat[order[0]].item(),
        "max": flat[order[-1]].item(),
        "sum": x.sum().item(),
        "mean": x.float().mean().item(),
        "argmin": order[0].item(),
        "argmax": order[-1].item(),
    }

# %% misconception="reshaped_picture" task="hwc_to_chw"
def hwc_to_chw(img):
    """The shape is right and the picture is scrambled: pixels arrived at other places.

    Reshaping reads the numbers in memory order and cuts them anew. Axes that change places need a
    call that re-orders axes.

    Follow the pixel of the message through your one call: which of the two does it do?
    """
    height, width, channels = img.shape[-3:]
    return img.reshape(*img.shape[:-3], channels, height, width)

# %% misconception="mirrored_picture" task="hwc_to_chw"
def hwc_to_chw(img):
    """You give (channels, width, height): the picture is mirrored along its diagonal.

    Exchanging the first and the last axis moves two of them. The colour axis should move to the
    front while height and width keep their order, and a square picture hides the difference.

    Look at your call: how many axes change their place, and how many should?
    """
    return img.transpose(-3, -1)

# %% misconception="single_pictures_only" task="hwc_to_chw"
def hwc_to_chw(img):
    """One picture works, a batch of pictures fails.

    Axes counted from the front change their meaning as soon as a batch axis stands before them.
    Counted from the end, height, width and colour are -3, -2 and -1 in both cases.

    Look at the numbers of the axes in your call.
    """
    return img.permute(2, 0, 1)

# %% misconception="copied_picture" task="hwc_to_chw"
def hwc_to_chw(img):
    """The picture is right, but it was copied into new memory.

    Re-ordering axes only changes how the memory is walked through. What makes the memory contiguous
    or clones it writes every number again.

    Look at what comes after the axes were re-ordered.
    """
    return img.movedim(-1, -3).contiguous().clone()

# %% misconception="bare_squeeze" task="drop_ones"
def drop_ones(x, keep_batch=False):
    """With keep_batch=True a batch of one lost its batch axis.

    A bare squeeze cannot know which of the axes of size 1 is the batch. It works all year long and
    fails on the last, smallest batch.

    Look at where keep_batch is used, and at which axes squeeze is told.
    """
    return x.squeeze()


def add_batch(x):
    return x.unsqueeze(0)

# %% misconception="batch_at_the_end" task="drop_ones"
def drop_ones(x, keep_batch=False):
    """add_batch put the new axis at the end, where the front was expected.

    (3, 32, 32) should become (1, 3, 32, 32): one picture in a batch, not pictures of one number.

    Look at the number that says where the new axis goes.
    """
    return x.squeeze(tuple(range(1 if keep_batch else 0, x.ndim)))


def add_batch(x):
    return x.unsqueeze(-1)

# %% misconception="takes_the_first_entries" task="drop_ones"
def drop_ones(x, keep_batch=False):
    """Numbers are missing: axes longer than 1 were cut to their first entry.

    An index removes an axis whatever its length, and throws all other entries away. That is
    harmless for length 1 only.

    Look at each 0 between brackets: do you know that the axis has length 1?
    """
    for _ in range(x.ndim - 1):
        x = x[:, 0] if keep_batch else x[0]
        if x.ndim == 1:
            break
    return x


def add_batch(x):
    return x.unsqueeze(0)

# %% misconception="flattens" task="drop_ones"
def drop_ones(x, keep_batch=False):
    """All axes melted into one, also those longer than 1.

    Flattening (1, 3, 1, 5) gives 15 numbers in a row; dropping the ones keeps the table (3, 5).

    Look at the -1 in your reshape, or at flatten: which axes should survive?
    """
    return x.reshape(len(x), -1) if keep_batch else x.reshape(-1)


def add_batch(x):
    return x.unsqueeze(0)

# %% misconception="front_ones_only" task="drop_ones"
def drop_ones(x, keep_batch=False):
    """Axes of size 1 in the middle or at the end are still there.

    They may stand anywhere: (4, 1, 2) has one too.

    Look at when your loop stops, or at which axes it visits.
    """
    front = 1 if keep_batch else 0
    while x.ndim > front and x.shape[front] == 1:
        x = x.squeeze(front)
    return x


def add_batch(x):
    return x.unsqueeze(0)

# %% misconception="cat_for_both" task="stack_or_cat"
def stack_or_cat(xs, new_dim, dim=0):
    """Where a new axis was asked for, the tensors were glued along one they have.

    Four (2, 3) tensors on a new axis make (4, 2, 3), and each can be taken out again by its number.
    Glued, they are one long (8, 3) table.

    Look at what your function does with new_dim.
    """
    return torch.cat(tuple(xs), dim=dim)

# %% misconception="dim_ignored" task="stack_or_cat"
def stack_or_cat(xs, new_dim, dim=0):
    """Everything is right for dim=0, and every other dim gives the same as 0.

    Both ways of joining can use any axis. A parameter that is never handed on has no effect.

    Look for dim in the body of your function.
    """
    return torch.stack(tuple(xs)) if new_dim else torch.cat(tuple(xs))

# %% misconception="tensor_of_tensors" task="stack_or_cat"
def stack_or_cat(xs, new_dim, dim=0):
    """Joining on a new axis ended in an error about converting tensors to scalars.

    `torch.tensor` builds from Python numbers. Tensors of several numbers are joined by a function
    made for that.

    Look at the branch for new_dim=True.
    """
    return torch.tensor(xs) if new_dim else torch.cat(tuple(xs), dim=dim)

# %% misconception="stack_and_cat_swapped" task="stack_or_cat"
def stack_or_cat(xs, new_dim, dim=0):
    """You glue where a new axis was asked for, and make a new axis where gluing was.

    Count the axes: one more than the parts have, or the same number?

    Look at which branch runs when new_dim is True.
    """
    return torch.cat(tuple(xs), dim=dim) if new_dim else torch.stack(tuple(xs), dim=dim)

# %% misconception="rows_then_rows" task="pick"
def pick(x, rows=None, cols=None, last_channel=False):
    """Your column index was applied to rows.

    `x[a][b]` first takes rows a, and then b from the result, whose first axis is rows again.
    Columns have their own place, after a comma.

    Look at the brackets around cols: which axis do they reach?
    """
    if last_channel:
        x = x[..., -1]
    if rows is not None:
        x = x[rows]
    if cols is not None:
        x = x[cols]
    return x

# %% misconception="zero_is_not_none" task="pick"
def pick(x, rows=None, cols=None, last_channel=False):
    """Asking for row 0 or column 0 gave everything.

    For `if`, 0 is as false as None. But 0 is an index like any other, and only None means "all".

    Look at the conditions: what are they meant to ask, and what do they ask about 0?
    """
    if last_channel:
        x = x[..., -1]
    if cols:
        x = x[:, cols]
    if rows:
        x = x[rows]
    return x

# %% misconception="lists_are_paired" task="pick"
def pick(x, rows=None, cols=None, last_channel=False):
    """Two lists gave single numbers, or an error about broadcasting, where a grid was expected.

    Two lists in one pair of brackets are walked through side by side: first row with first column,
    second with second. Slices do give a grid, which hides the difference.

    Look at the bracket that takes both at once. Could the two be taken one after the other?
    """
    if last_channel:
        x = x[..., -1]
    rows = slice(None) if rows is None else rows
    cols = slice(None) if cols is None else cols
    return x[rows, cols]

# %% misconception="axis_is_kept" task="pick"
def pick(x, rows=None, cols=None, last_channel=False):
    """For a single row or column the axis is still there, with size 1.

    An int takes one entry and its axis disappears; a slice or a list keeps the axis, even for one
    entry. Both are useful, and the text says which is wanted when.

    Look at what you turn an int into before you use it.
    """
    if last_channel:
        x = x[..., -1]
    if isinstance(cols, int):
        cols = [cols]
    if isinstance(rows, int):
        rows = [rows]
    if cols is not None:
        x = x[:, cols]
    return x if rows is None else x[rows]

# %% misconception="last_row_as_channel" task="pick"
def pick(x, rows=None, cols=None, last_channel=False):
    """With last_channel you took the last row.

    A bare index reaches the first axis. The channels are the last axis, and everything before it
    has to be named, or skipped with three dots.

    Look at the brackets with -1: how many axes stand before it?
    """
    if last_channel:
        x = x[-1]
    if cols is not None:
        x = x[:, cols]
    return x if rows is None else x[rows]

# %% misconception="shared_float64" task="numpy_bridge"
def numpy_bridge(a):
    """Your tensor is float64, and it changes when the array changes.

    `from_numpy` keeps NumPy's own type, which is double, and its memory. A float32 model then says
    "expected Float but found Double".

    Look at the two things the text asks for besides the values: type and memory.
    """
    return torch.from_numpy(a)


def to_numpy(t):
    return t.detach().cpu().numpy()

# %% misconception="cast_that_did_not_copy" task="numpy_bridge"
def numpy_bridge(a):
    """An array that is float32 already still shares its memory with your tensor.

    A cast makes a new tensor only if there is something to cast. With nothing to do it hands back
    what it was given.

    Look at the cast: what does it return for float32 input?
    """
    return torch.from_numpy(np.asarray(a)).float()


def to_numpy(t):
    return t.detach().cpu().numpy()

# %% misconception="gradients_forgotten" task="numpy_bridge"
def numpy_bridge(a):
    """to_numpy fails for a tensor that tracks gradients.

    NumPy knows nothing of gradients, so PyTorch refuses to hand such numbers over until you say
    that you do not need their history.

    Look at the error: it names the call that is missing.
    """
    return torch.tensor(a, dtype=torch.float32)


def to_numpy(t):
    return t.cpu().numpy()

# %% misconception="list_for_an_array" task="numpy_bridge"
def numpy_bridge(a):
    """to_numpy gives a list, where a NumPy array was expected.

    Nested lists have neither shape nor dtype, and are slow to compute with.

    Look at the last call in to_numpy.
    """
    return torch.tensor(a, dtype=torch.float32)


def to_numpy(t):
    return t.tolist()

# %% misconception="copied_but_double" task="numpy_bridge"
def numpy_bridge(a):
    """Your tensor is a copy, as it should be, but it kept the array's dtype.

    NumPy's decimals are 64 bits wide, PyTorch's 32. Copying does not change that, and neither do
    integers turn into floats by themselves.

    Look at the call that copies: who tells it the dtype?
    """
    return torch.tensor(a)


def to_numpy(t):
    return t.detach().cpu().numpy()

# %% misconception="missing_parentheses" task="best_device"
def best_device():
    """best_device says "cuda" on every machine.

    A function that is not called is an object, and objects count as true. The question was never
    asked.

    Look at the end of each condition.
    """
    if torch.cuda.is_available:
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def set_all_seeds(seed):
    torch.manual_seed(seed)


def to_device(obj, device):
    if isinstance(obj, Tensor):
        return obj.to(device)
    if isinstance(obj, dict):
        return {key: to_device(value, device) for key, value in obj.items()}
    if isinstance(obj, (list, tuple)):
        return type(obj)(to_device(value, device) for value in obj)
    return obj

# %% misconception="mac_stays_on_cpu" task="best_device"
def best_device():
    """On a machine with an Apple GPU best_device says "cpu".

    There are more GPUs than NVIDIA's. Apple's is called "mps" and has its own question.

    Look at how many kinds of device your function asks for.
    """
    return "cuda" if torch.cuda.is_available() else "cpu"


def set_all_seeds(seed):
    torch.manual_seed(seed)


def to_device(obj, device):
    if isinstance(obj, Tensor):
        return obj.to(device)
    if isinstance(obj, dict):
        return {key: to_device(value, device) for key, value in obj.items()}
    if isinstance(obj, (list, tuple)):
        return type(obj)(to_device(value, device) for value in obj)
    return obj

# %% misconception="only_cuda_seeded" task="best_device"
def best_device():
    """After set_all_seeds the draws on the CPU are not those of this seed.

    Each device has a generator of its own. The call you use seeds the GPUs, and leaves the one that
    most draws come from as it was.

    Look at which generators your call seeds, and which one `torch.rand(4)` uses.
    """
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def set_all_seeds(seed):
    torch.cuda.manual_seed_all(seed)


def to_device(obj, device):
    if isinstance(obj, Tensor):
        return obj.to(device)
    if isinstance(obj, dict):
        return {key: to_device(value, device) for key, value in obj.items()}
    if isinstance(obj, (list, tuple)):
        return type(obj)(to_device(value, device) for value in obj)
    return obj

# %% misconception="tensors_moved_in_place" task="best_device"
def best_device():
    """to_device gave back tensors that are still where they were.

    Modules move in place, tensors do not: `.to` returns a new tensor, and without a name for it
    nothing has happened.

    Look at each `.to(device)` in to_device: where does its result go?
    """
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def set_all_seeds(seed):
    torch.manual_seed(seed)


def to_device(obj, device):
    if isinstance(obj, Tensor):
        obj.to(device)
    elif isinstance(obj, dict):
        for value in obj.values():
            to_device(value, device)
    elif isinstance(obj, (list, tuple)):
        for value in obj:
            to_device(value, device)
    return obj

# %% misconception="one_level_deep" task="best_device"
def best_device():
    """to_device moved the outer tensors and left those inside nested lists and dicts.

    A batch may hold a list that holds a tuple. What you do for the outer structure has to be done
    for each thing inside, whatever it is.

    Look at what to_device does with a value that is itself a list.
    """
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def set_all_seeds(seed):
    torch.manual_seed(seed)


def to_device(obj, device):
    def move(value):
        return value.to(device) if isinstance(value, Tensor) else value

    if isinstance(obj, dict):
        return {key: move(value) for key, value in obj.items()}
    if isinstance(obj, (list, tuple)):
        return type(obj)(move(value) for value in obj)
    return move(obj)

# %% misconception="tuples_become_lists" task="best_device"
def best_device():
    """to_device gave a list back where it was given a tuple.

    Who unpacks or compares the result expects the structure that went in.

    Look at the branch for lists and tuples: what does it build in both cases?
    """
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def set_all_seeds(seed):
    torch.manual_seed(seed)


def to_device(obj, device):
    if isinstance(obj, Tensor):
        return obj.to(device)
    if isinstance(obj, dict):
        return {key: to_device(value, device) for key, value in obj.items()}
    if isinstance(obj, (list, tuple)):
        return [to_device(value, device) for value in obj]
    return obj

# %% misconception="moves_the_original" task="best_device"
def best_device():
    """to_device changed the object it was given: its own tensors were replaced.

    A list or dict that is passed to a function is the caller's. Writing into it changes it for
    everybody who holds it.

    Look at assignments to obj[...] in to_device: could you build a new structure instead?
    """
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def set_all_seeds(seed):
    torch.manual_seed(seed)


def to_device(obj, device):
    if isinstance(obj, Tensor):
        return obj.to(device)
    if isinstance(obj, dict):
        for key, value in obj.items():
            obj[key] = to_device(value, device)
    if isinstance(obj, list):
        for i, value in enumerate(obj):
            obj[i] = to_device(value, device)
    if isinstance(obj, tuple):
        return tuple(to_device(value, device) for value in obj)
    return obj
