# Mistakes of chapter 09. Read as text, never imported: each cell replaces a task of the solution.

# %% misconception="device_has_room" task="concept_check"
"""For question 1 you took the wrong side of the bargain: room and updates are what a server has.

A telephone has little memory, and each one is updated by its owner. But it has the picture already.

Look at ANSWER_1, and follow one photograph on its way.
"""
ANSWER_1 = "a"
ANSWER_2 = "a"
ANSWER_3 = "b"
ANSWER_4 = "a"
ANSWER_5 = "c"
ANSWER_6 = "b"
ANSWER_7 = "c"
ANSWER_8 = "a"
ANSWER_9 = "b"
ANSWER_10 = "c"

# %% misconception="night_is_online" task="concept_check"
"""For question 2 you called a nightly batch online.

Online means that somebody waits for each single answer. At night nobody does.

Look at ANSWER_2, and at the questions in the first section.
"""
ANSWER_1 = "b"
ANSWER_2 = "b"
ANSWER_3 = "b"
ANSWER_4 = "a"
ANSWER_5 = "c"
ANSWER_6 = "b"
ANSWER_7 = "c"
ANSWER_8 = "a"
ANSWER_9 = "b"
ANSWER_10 = "c"

# %% misconception="accuracy_first" task="concept_check"
"""For question 3 you chose the model that cannot keep up.

A limit is a limit: what is too slow is out, however right it is.

Look at ANSWER_3, and divide one second by thirty.
"""
ANSWER_1 = "b"
ANSWER_2 = "a"
ANSWER_3 = "a"
ANSWER_4 = "a"
ANSWER_5 = "c"
ANSWER_6 = "b"
ANSWER_7 = "c"
ANSWER_8 = "a"
ANSWER_9 = "b"
ANSWER_10 = "c"

# %% misconception="clock_waits" task="concept_check"
"""For question 4 you believe that the clock waits for the GPU.

The call returns as soon as the work is in the queue. Somebody must wait on purpose.

Look at ANSWER_4, and at the section on an honest stopwatch.
"""
ANSWER_1 = "b"
ANSWER_2 = "a"
ANSWER_3 = "b"
ANSWER_4 = "b"
ANSWER_5 = "c"
ANSWER_6 = "b"
ANSWER_7 = "c"
ANSWER_8 = "a"
ANSWER_9 = "b"
ANSWER_10 = "c"

# %% misconception="names_check_themselves" task="concept_check"
"""For question 7 you expect an error when names are in another order.

The weights hold numbers only. They know of class 2, and nothing of sushi.

Look at ANSWER_7, and at what links a number to its name.
"""
ANSWER_1 = "b"
ANSWER_2 = "a"
ANSWER_3 = "b"
ANSWER_4 = "a"
ANSWER_5 = "c"
ANSWER_6 = "b"
ANSWER_7 = "a"
ANSWER_8 = "a"
ANSWER_9 = "b"
ANSWER_10 = "c"

# %% misconception="names_stay" task="concept_check"
"""For question 10 you trust that a name without a version means the same in two years.

Libraries change what their functions take and return. The newest one is what a bare name gets.

Look at ANSWER_10, and at the list of requirements in the demo folder.
"""
ANSWER_1 = "b"
ANSWER_2 = "a"
ANSWER_3 = "b"
ANSWER_4 = "a"
ANSWER_5 = "c"
ANSWER_6 = "b"
ANSWER_7 = "c"
ANSWER_8 = "a"
ANSWER_9 = "b"
ANSWER_10 = "a"

# %% misconception="small_model_alone" task="create_effnetb2_model"
def create_effnetb2_model(num_classes=3, seed=42):
    """You returned the model alone. Whoever calls the factory then has to guess how pictures are to be treated.

    Network and transforms belong together: the weights decide on both.

    Look at your last line, and at what the docstring says about the result.
    """
    weights = torchvision.models.EfficientNet_B2_Weights.DEFAULT
    model = torchvision.models.efficientnet_b2(weights=weights)
    for parameter in model.parameters():
        parameter.requires_grad = False
    torch.manual_seed(seed)
    model.classifier = nn.Sequential(nn.Dropout(p=0.3), nn.Linear(1408, num_classes))
    return model

# %% misconception="small_transforms_not_made" task="create_effnetb2_model"
def create_effnetb2_model(num_classes=3, seed=42):
    """Your second result does not take a picture: it is the function that makes the transforms, not the transforms.

    A name without brackets is the function itself; nothing has been made yet.

    Look at the second thing that you return.
    """
    weights = torchvision.models.EfficientNet_B2_Weights.DEFAULT
    model = torchvision.models.efficientnet_b2(weights=weights)
    for parameter in model.parameters():
        parameter.requires_grad = False
    torch.manual_seed(seed)
    model.classifier = nn.Sequential(nn.Dropout(p=0.3), nn.Linear(1408, num_classes))
    return model, weights.transforms

# %% misconception="small_seed_too_early" task="create_effnetb2_model"
def create_effnetb2_model(num_classes=3, seed=42):
    """The head is not the one that the seed stands for.

    Building a network draws random numbers, even if weights are put over them later. They use up what the seed began.

    Look at what happens between your seed and the new head.
    """
    weights = torchvision.models.EfficientNet_B2_Weights.DEFAULT
    torch.manual_seed(seed)
    model = torchvision.models.efficientnet_b2(weights=weights)
    for parameter in model.parameters():
        parameter.requires_grad = False
    model.classifier = nn.Sequential(nn.Dropout(p=0.3), nn.Linear(1408, num_classes))
    return model, weights.transforms()

# %% misconception="small_head_frozen_too" task="create_effnetb2_model"
def create_effnetb2_model(num_classes=3, seed=42):
    """Nothing in your model can learn: the new head is frozen as well.

    Freezing goes through all parameters that are there at that moment.

    Look at the order of freezing and of the new head.
    """
    weights = torchvision.models.EfficientNet_B2_Weights.DEFAULT
    model = torchvision.models.efficientnet_b2(weights=weights)
    torch.manual_seed(seed)
    model.classifier = nn.Sequential(nn.Dropout(p=0.3), nn.Linear(1408, num_classes))
    for parameter in model.parameters():
        parameter.requires_grad = False
    return model, weights.transforms()

# %% misconception="small_never_frozen" task="create_effnetb2_model"
def create_effnetb2_model(num_classes=3, seed=42):
    """All of the network is trainable.

    A feature extractor keeps what it knows. A switch on each parameter does that; loading weights does not.

    Look for the line that freezes, and count the trainable numbers afterwards.
    """
    weights = torchvision.models.EfficientNet_B2_Weights.DEFAULT
    model = torchvision.models.efficientnet_b2(weights=weights)
    torch.manual_seed(seed)
    model.classifier = nn.Sequential(nn.Dropout(p=0.3), nn.Linear(1408, num_classes))
    return model, weights.transforms()

# %% misconception="small_out_features_written" task="create_effnetb2_model"
def create_effnetb2_model(num_classes=3, seed=42):
    """You changed the number of outputs that the layer claims to have; its weights have the old shape.

    A layer's form is fixed when it is made. Its attributes merely tell about it.

    Look at the shape of the head's weight after your change.
    """
    weights = torchvision.models.EfficientNet_B2_Weights.DEFAULT
    model = torchvision.models.efficientnet_b2(weights=weights)
    for parameter in model.parameters():
        parameter.requires_grad = False
    torch.manual_seed(seed)
    model.classifier[1].out_features = num_classes
    model.classifier.requires_grad_(True)
    return model, weights.transforms()

# %% misconception="small_without_weights" task="create_effnetb2_model"
def create_effnetb2_model(num_classes=3, seed=42):
    """The network holds random numbers: it has learnt nothing.

    Naming the weights is one thing, handing them to the builder another.

    Look at what the builder gets.
    """
    weights = torchvision.models.EfficientNet_B2_Weights.DEFAULT
    model = torchvision.models.efficientnet_b2()
    for parameter in model.parameters():
        parameter.requires_grad = False
    torch.manual_seed(seed)
    model.classifier = nn.Sequential(nn.Dropout(p=0.3), nn.Linear(1408, num_classes))
    return model, weights.transforms()

# %% misconception="large_model_alone" task="create_vit_model"
def create_vit_model(num_classes=3, seed=42):
    """You returned the model alone. Whoever calls the factory then has to guess how pictures are to be treated.

    Network and transforms belong together: the weights decide on both.

    Look at your last line, and at what the docstring says about the result.
    """
    weights = torchvision.models.ViT_B_16_Weights.DEFAULT
    model = torchvision.models.vit_b_16(weights=weights)
    for parameter in model.parameters():
        parameter.requires_grad = False
    torch.manual_seed(seed)
    model.heads = nn.Sequential(nn.Linear(768, num_classes))
    return model

# %% misconception="large_transforms_not_made" task="create_vit_model"
def create_vit_model(num_classes=3, seed=42):
    """Your second result does not take a picture: it is the function that makes the transforms, not the transforms.

    A name without brackets is the function itself; nothing has been made yet.

    Look at the second thing that you return.
    """
    weights = torchvision.models.ViT_B_16_Weights.DEFAULT
    model = torchvision.models.vit_b_16(weights=weights)
    for parameter in model.parameters():
        parameter.requires_grad = False
    torch.manual_seed(seed)
    model.heads = nn.Sequential(nn.Linear(768, num_classes))
    return model, weights.transforms

# %% misconception="large_seed_too_early" task="create_vit_model"
def create_vit_model(num_classes=3, seed=42):
    """The head is not the one that the seed stands for.

    Building a network draws random numbers, even if weights are put over them later. They use up what the seed began.

    Look at what happens between your seed and the new head.
    """
    weights = torchvision.models.ViT_B_16_Weights.DEFAULT
    torch.manual_seed(seed)
    model = torchvision.models.vit_b_16(weights=weights)
    for parameter in model.parameters():
        parameter.requires_grad = False
    model.heads = nn.Sequential(nn.Linear(768, num_classes))
    return model, weights.transforms()

# %% misconception="large_head_frozen_too" task="create_vit_model"
def create_vit_model(num_classes=3, seed=42):
    """Nothing in your model can learn: the new head is frozen as well.

    Freezing goes through all parameters that are there at that moment.

    Look at the order of freezing and of the new head.
    """
    weights = torchvision.models.ViT_B_16_Weights.DEFAULT
    model = torchvision.models.vit_b_16(weights=weights)
    torch.manual_seed(seed)
    model.heads = nn.Sequential(nn.Linear(768, num_classes))
    for parameter in model.parameters():
        parameter.requires_grad = False
    return model, weights.transforms()

# %% misconception="large_old_head_stays" task="create_vit_model"
def create_vit_model(num_classes=3, seed=42):
    """Your model still answers with its old head; the new one stands beside it, unused.

    Python lets you add any attribute to a module. Only what the forward pass calls has an effect.

    Print the names of the network's parts, and look at which one is last.
    """
    weights = torchvision.models.ViT_B_16_Weights.DEFAULT
    model = torchvision.models.vit_b_16(weights=weights)
    for parameter in model.parameters():
        parameter.requires_grad = False
    torch.manual_seed(seed)
    model.classifier = nn.Linear(768, num_classes)
    return model, weights.transforms()

# %% misconception="large_frozen_in_part" task="create_vit_model"
def create_vit_model(num_classes=3, seed=42):
    """Some parameters outside the head can still learn.

    The encoder is not all: the layer that makes patches and the class token are parts of their own.

    Look at what you freeze, and list the trainable names.
    """
    weights = torchvision.models.ViT_B_16_Weights.DEFAULT
    model = torchvision.models.vit_b_16(weights=weights)
    model.encoder.requires_grad_(False)
    torch.manual_seed(seed)
    model.heads = nn.Sequential(nn.Linear(768, num_classes))
    return model, weights.transforms()

# %% misconception="large_transforms_of_the_small" task="create_vit_model"
def create_vit_model(num_classes=3, seed=42):
    """Pictures get the size that the small candidate wants.

    Each set of weights has its own recipe; this one's size differs.

    Look at whose transforms you return.
    """
    weights = torchvision.models.ViT_B_16_Weights.DEFAULT
    model = torchvision.models.vit_b_16(weights=weights)
    for parameter in model.parameters():
        parameter.requires_grad = False
    torch.manual_seed(seed)
    model.heads = nn.Sequential(nn.Linear(768, num_classes))
    return model, torchvision.models.EfficientNet_B2_Weights.DEFAULT.transforms()

# %% misconception="tensors_not_numbers" task="model_stats"
def model_stats(model, path, results):
    """A Linear layer counts 2 on your card, however large it is.

    Each parameter is a tensor with many numbers in it. It is the numbers that need room.

    Look at what you count for each parameter.
    """
    return {
        "test_loss": results["test_loss"][-1],
        "test_acc": results["test_acc"][-1],
        "number_of_parameters": len(list(model.parameters())),
        "model_size_mb": Path(path).stat().st_size / (1024 * 1024),
    }

# %% misconception="whole_megabytes" task="model_stats"
def model_stats(model, path, results):
    """Your sizes are whole: a file of 0.9 MB has 0.

    There are two divisions in Python, and one of them throws the rest away.

    Look at the sign between size and unit.
    """
    return {
        "test_loss": results["test_loss"][-1],
        "test_acc": results["test_acc"][-1],
        "number_of_parameters": sum(p.numel() for p in model.parameters()),
        "model_size_mb": Path(path).stat().st_size // (1024 * 1024),
    }

# %% misconception="first_epoch" task="model_stats"
def model_stats(model, path, results):
    """Loss and accuracy are those of the first epoch, when the model knew least.

    The lists grow at their end while training goes on.

    Look at the index that you read the lists with.
    """
    return {
        "test_loss": results["test_loss"][0],
        "test_acc": results["test_acc"][0],
        "number_of_parameters": sum(p.numel() for p in model.parameters()),
        "model_size_mb": Path(path).stat().st_size / (1024 * 1024),
    }

# %% misconception="best_epoch" task="model_stats"
def model_stats(model, path, results):
    """You took the lowest loss and the highest accuracy of all epochs.

    The file holds the model of the last epoch. Its card should not boast with another one's numbers.

    Look at how you choose an entry of the lists.
    """
    return {
        "test_loss": min(results["test_loss"]),
        "test_acc": max(results["test_acc"]),
        "number_of_parameters": sum(p.numel() for p in model.parameters()),
        "model_size_mb": Path(path).stat().st_size / (1024 * 1024),
    }

# %% misconception="trainable_only" task="model_stats"
def model_stats(model, path, results):
    """Frozen parameters are missing from your count.

    What is frozen needs room and time like everything else.

    Look at the condition in your sum.
    """
    return {
        "test_loss": results["test_loss"][-1],
        "test_acc": results["test_acc"][-1],
        "number_of_parameters": sum(p.numel() for p in model.parameters() if p.requires_grad),
        "model_size_mb": Path(path).stat().st_size / (1024 * 1024),
    }

# %% misconception="decimal_megabytes" task="model_stats"
def model_stats(model, path, results):
    """Your sizes are some five percent too large.

    There are megabytes of 1000 * 1000 bytes and of 1024 * 1024. The docstring says which.

    Look at the unit that you divide by.
    """
    return {
        "test_loss": results["test_loss"][-1],
        "test_acc": results["test_acc"][-1],
        "number_of_parameters": sum(p.numel() for p in model.parameters()),
        "model_size_mb": Path(path).stat().st_size / 1e6,
    }

# %% misconception="one_dict_for_all" task="pred_and_store"
def pred_and_store(paths, model, transform, class_names, device="cpu"):
    """All your rows are equal: they show the last picture.

    A list keeps objects, not copies. Putting one dict into it many times gives one dict with many names.

    Look at where the dict is made, and how often.
    """
    rows, row = [], {}
    model.to(device)
    model.eval()
    for path in paths:
        row["image_path"] = path
        row["class_name"] = path.parent.stem
        start = timer()
        x = transform(Image.open(path)).unsqueeze(0).to(device)
        with torch.inference_mode():
            probs = torch.softmax(model(x), dim=1)
        label = probs.argmax(dim=1).item()
        row["time_for_pred"] = timer() - start
        row["pred_prob"] = probs.max().item()
        row["pred_class"] = class_names[label]
        row["correct"] = row["class_name"] == row["pred_class"]
        rows.append(row)
    return rows

# %% misconception="tensors_stored" task="pred_and_store"
def pred_and_store(paths, model, transform, class_names, device="cpu"):
    """Your probabilities are tensors.

    A tensor in a table drags its device along, does not go into a JSON file, and prints badly. A row is for everybody.

    Look at what you do with the highest probability before you store it.
    """
    rows = []
    model.to(device)
    model.eval()
    for path in paths:
        row = {"image_path": path, "class_name": path.parent.stem}
        start = timer()
        x = transform(Image.open(path)).unsqueeze(0).to(device)
        with torch.inference_mode():
            probs = torch.softmax(model(x), dim=1)
        label = probs.argmax(dim=1).item()
        row["time_for_pred"] = timer() - start
        row["pred_prob"] = probs.max()
        row["pred_class"] = class_names[label]
        row["correct"] = row["class_name"] == row["pred_class"]
        rows.append(row)
    return rows

# %% misconception="file_name_as_class" task="pred_and_store"
def pred_and_store(paths, model, transform, class_names, device="cpu"):
    """The true class of your rows is the name of the file.

    In this kind of folder the class is told by where a picture lies, not by what it is called.

    Look at which part of the path you take.
    """
    rows = []
    model.to(device)
    model.eval()
    for path in paths:
        row = {"image_path": path, "class_name": path.stem}
        start = timer()
        x = transform(Image.open(path)).unsqueeze(0).to(device)
        with torch.inference_mode():
            probs = torch.softmax(model(x), dim=1)
        label = probs.argmax(dim=1).item()
        row["time_for_pred"] = timer() - start
        row["pred_prob"] = probs.max().item()
        row["pred_class"] = class_names[label]
        row["correct"] = row["class_name"] == row["pred_class"]
        rows.append(row)
    return rows

# %% misconception="watch_never_reset" task="pred_and_store"
def pred_and_store(paths, model, transform, class_names, device="cpu"):
    """Your times grow from picture to picture.

    A watch that was started once shows how long the whole round has taken so far.

    Look at whether the start lies inside the loop.
    """
    rows = []
    model.to(device)
    model.eval()
    start = timer()
    for path in paths:
        row = {"image_path": path, "class_name": path.parent.stem}
        x = transform(Image.open(path)).unsqueeze(0).to(device)
        with torch.inference_mode():
            probs = torch.softmax(model(x), dim=1)
        label = probs.argmax(dim=1).item()
        row["time_for_pred"] = timer() - start
        row["pred_prob"] = probs.max().item()
        row["pred_class"] = class_names[label]
        row["correct"] = row["class_name"] == row["pred_class"]
        rows.append(row)
    return rows

# %% misconception="watch_stopped_early" task="pred_and_store"
def pred_and_store(paths, model, transform, class_names, device="cpu"):
    """Your times leave out what takes longest: the model.

    A user waits until the name of the dish is there. The watch must run until then.

    Look at what is still to do when you stop.
    """
    rows = []
    model.to(device)
    model.eval()
    for path in paths:
        row = {"image_path": path, "class_name": path.parent.stem}
        start = timer()
        x = transform(Image.open(path)).unsqueeze(0).to(device)
        row["time_for_pred"] = timer() - start
        with torch.inference_mode():
            probs = torch.softmax(model(x), dim=1)
        label = probs.argmax(dim=1).item()
        row["pred_prob"] = probs.max().item()
        row["pred_class"] = class_names[label]
        row["correct"] = row["class_name"] == row["pred_class"]
        rows.append(row)
    return rows

# %% misconception="stored_in_training_mode" task="pred_and_store"
def pred_and_store(paths, model, transform, class_names, device="cpu"):
    """Dropout was active, or BatchNorm stumbled over a single picture, while you predicted.

    A model stays in the mode in which it arrives until somebody says otherwise.

    Look for the line that puts the model into the mode for predictions.
    """
    rows = []
    model.to(device)
    for path in paths:
        row = {"image_path": path, "class_name": path.parent.stem}
        start = timer()
        x = transform(Image.open(path)).unsqueeze(0).to(device)
        with torch.inference_mode():
            probs = torch.softmax(model(x), dim=1)
        label = probs.argmax(dim=1).item()
        row["time_for_pred"] = timer() - start
        row["pred_prob"] = probs.max().item()
        row["pred_class"] = class_names[label]
        row["correct"] = row["class_name"] == row["pred_class"]
        rows.append(row)
    return rows

# %% misconception="logit_as_probability" task="pred_and_store"
def pred_and_store(paths, model, transform, class_names, device="cpu"):
    """Your probabilities are not between 0 and 1.

    What a model returns are logits. One function makes probabilities of them.

    Look at what happens to the output before you take the highest value.
    """
    rows = []
    model.to(device)
    model.eval()
    for path in paths:
        row = {"image_path": path, "class_name": path.parent.stem}
        start = timer()
        x = transform(Image.open(path)).unsqueeze(0).to(device)
        with torch.inference_mode():
            probs = model(x)
        label = probs.argmax(dim=1).item()
        row["time_for_pred"] = timer() - start
        row["pred_prob"] = probs.max().item()
        row["pred_class"] = class_names[label]
        row["correct"] = row["class_name"] == row["pred_class"]
        rows.append(row)
    return rows

# %% misconception="softmax_over_the_batch" task="pred_and_store"
def pred_and_store(paths, model, transform, class_names, device="cpu"):
    """All your probabilities are 1.

    A softmax makes things sum to 1 along one dimension. Along the batch of one picture each class stands alone.

    Look at the dimension that the softmax gets.
    """
    rows = []
    model.to(device)
    model.eval()
    for path in paths:
        row = {"image_path": path, "class_name": path.parent.stem}
        start = timer()
        x = transform(Image.open(path)).unsqueeze(0).to(device)
        with torch.inference_mode():
            probs = torch.softmax(model(x), dim=0)
        label = probs.argmax().item()
        row["time_for_pred"] = timer() - start
        row["pred_prob"] = probs.max().item()
        row["pred_class"] = class_names[label]
        row["correct"] = row["class_name"] == row["pred_class"]
        rows.append(row)
    return rows

# %% misconception="picture_without_batch" task="pred_and_store"
def pred_and_store(paths, model, transform, class_names, device="cpu"):
    """The model complains about a shape: it got a picture where it expects a batch.

    Models eat batches, even of one.

    Look at the shape of what goes into the model, and count its dimensions.
    """
    rows = []
    model.to(device)
    model.eval()
    for path in paths:
        row = {"image_path": path, "class_name": path.parent.stem}
        start = timer()
        x = transform(Image.open(path)).to(device)
        with torch.inference_mode():
            probs = torch.softmax(model(x), dim=1)
        label = probs.argmax(dim=1).item()
        row["time_for_pred"] = timer() - start
        row["pred_prob"] = probs.max().item()
        row["pred_class"] = class_names[label]
        row["correct"] = row["class_name"] == row["pred_class"]
        rows.append(row)
    return rows

# %% misconception="warm_up_counts" task="benchmark"
def benchmark(model, x, runs=30, warmup=5, device="cpu", clock=time.perf_counter):
    """The slow first calls are in your numbers.

    To warm up means to call the model and to forget how long it took.

    Look at which calls get into the list of times.
    """
    def wait():
        if str(device).startswith("cuda"):
            torch.cuda.synchronize()
        if str(device).startswith("mps"):
            torch.mps.synchronize()

    model.to(device)
    x = x.to(device)
    model.eval()
    seconds = []
    with torch.inference_mode():
        for _ in range(warmup + runs):
            wait()
            start = clock()
            model(x)
            wait()
            seconds.append(clock() - start)
    mean = float(np.mean(seconds))
    return {
        "mean": mean,
        "p50": float(np.percentile(seconds, 50)),
        "p95": float(np.percentile(seconds, 95)),
        "fps": len(x) / mean,
    }

# %% misconception="no_warm_up" task="benchmark"
def benchmark(model, x, runs=30, warmup=5, device="cpu", clock=time.perf_counter):
    """You did not warm up: your first timed calls are the model's first ones.

    The first calls of a model pay for things that later ones find ready.

    Look for the calls that come before the watch.
    """
    def wait():
        if str(device).startswith("cuda"):
            torch.cuda.synchronize()
        if str(device).startswith("mps"):
            torch.mps.synchronize()

    model.to(device)
    x = x.to(device)
    model.eval()
    seconds = []
    with torch.inference_mode():
        for _ in range(runs):
            wait()
            start = clock()
            model(x)
            wait()
            seconds.append(clock() - start)
    mean = float(np.mean(seconds))
    return {
        "mean": mean,
        "p50": float(np.percentile(seconds, 50)),
        "p95": float(np.percentile(seconds, 95)),
        "fps": len(x) / mean,
    }

# %% misconception="not_waited_for" task="benchmark"
def benchmark(model, x, runs=30, warmup=5, device="cpu", clock=time.perf_counter):
    """On a GPU your times are those of handing over the work, not of the work.

    The call returns when the order is in the queue. Launch is not finish.

    Look at what lies between the call of the model and the second look at the clock.
    """
    def wait():
        if str(device).startswith("cuda"):
            torch.cuda.synchronize()
        if str(device).startswith("mps"):
            torch.mps.synchronize()

    model.to(device)
    x = x.to(device)
    model.eval()
    seconds = []
    with torch.inference_mode():
        for _ in range(warmup):
            model(x)
        for _ in range(runs):
            start = clock()
            model(x)
            seconds.append(clock() - start)
    mean = float(np.mean(seconds))
    return {
        "mean": mean,
        "p50": float(np.percentile(seconds, 50)),
        "p95": float(np.percentile(seconds, 95)),
        "fps": len(x) / mean,
    }

# %% misconception="rest_of_the_warm_up" task="benchmark"
def benchmark(model, x, runs=30, warmup=5, device="cpu", clock=time.perf_counter):
    """On a GPU your first timed call is far too slow: it pays for the warm-up.

    Work that was handed over before may still be in the queue when the watch starts.

    Look at what lies between the warm-up and the first look at the clock.
    """
    def wait():
        if str(device).startswith("cuda"):
            torch.cuda.synchronize()
        if str(device).startswith("mps"):
            torch.mps.synchronize()

    model.to(device)
    x = x.to(device)
    model.eval()
    seconds = []
    with torch.inference_mode():
        for _ in range(warmup):
            model(x)
        for _ in range(runs):
            start = clock()
            model(x)
            wait()
            seconds.append(clock() - start)
    mean = float(np.mean(seconds))
    return {
        "mean": mean,
        "p50": float(np.percentile(seconds, 50)),
        "p95": float(np.percentile(seconds, 95)),
        "fps": len(x) / mean,
    }

# %% misconception="batches_a_second" task="benchmark"
def benchmark(model, x, runs=30, warmup=5, device="cpu", clock=time.perf_counter):
    """Your fps counts batches, as if each were a single picture.

    In one call the model answers for all rows of x.

    Look at what you divide by the mean.
    """
    def wait():
        if str(device).startswith("cuda"):
            torch.cuda.synchronize()
        if str(device).startswith("mps"):
            torch.mps.synchronize()

    model.to(device)
    x = x.to(device)
    model.eval()
    seconds = []
    with torch.inference_mode():
        for _ in range(warmup):
            model(x)
        for _ in range(runs):
            wait()
            start = clock()
            model(x)
            wait()
            seconds.append(clock() - start)
    mean = float(np.mean(seconds))
    return {
        "mean": mean,
        "p50": float(np.percentile(seconds, 50)),
        "p95": float(np.percentile(seconds, 95)),
        "fps": 1 / mean,
    }

# %% misconception="seconds_a_picture" task="benchmark"
def benchmark(model, x, runs=30, warmup=5, device="cpu", clock=time.perf_counter):
    """Your times are those of one picture, not of one call.

    A call takes the time that it takes; only fps is about pictures.

    Look at what you append to the list of times.
    """
    def wait():
        if str(device).startswith("cuda"):
            torch.cuda.synchronize()
        if str(device).startswith("mps"):
            torch.mps.synchronize()

    model.to(device)
    x = x.to(device)
    model.eval()
    seconds = []
    with torch.inference_mode():
        for _ in range(warmup):
            model(x)
        for _ in range(runs):
            wait()
            start = clock()
            model(x)
            wait()
            seconds.append((clock() - start) / len(x))
    mean = float(np.mean(seconds))
    return {
        "mean": mean,
        "p50": float(np.percentile(seconds, 50)),
        "p95": float(np.percentile(seconds, 95)),
        "fps": 1 / mean,
    }

# %% misconception="timed_in_training_mode" task="benchmark"
def benchmark(model, x, runs=30, warmup=5, device="cpu", clock=time.perf_counter):
    """You timed the model in training mode.

    Dropout and BatchNorm do other work in training than for a visitor. Time what will run.

    Look at the mode before the first call.
    """
    def wait():
        if str(device).startswith("cuda"):
            torch.cuda.synchronize()
        if str(device).startswith("mps"):
            torch.mps.synchronize()

    model.to(device)
    x = x.to(device)
    seconds = []
    with torch.inference_mode():
        for _ in range(warmup):
            model(x)
        for _ in range(runs):
            wait()
            start = clock()
            model(x)
            wait()
            seconds.append(clock() - start)
    mean = float(np.mean(seconds))
    return {
        "mean": mean,
        "p50": float(np.percentile(seconds, 50)),
        "p95": float(np.percentile(seconds, 95)),
        "fps": len(x) / mean,
    }

# %% misconception="timed_with_gradients" task="benchmark"
def benchmark(model, x, runs=30, warmup=5, device="cpu", clock=time.perf_counter):
    """You timed a model that prepares for a backward pass.

    Unless told otherwise, autograd keeps notes of everything, which costs time and memory.

    Look at what surrounds the calls.
    """
    def wait():
        if str(device).startswith("cuda"):
            torch.cuda.synchronize()
        if str(device).startswith("mps"):
            torch.mps.synchronize()

    model.to(device)
    x = x.to(device)
    model.eval()
    seconds = []
    if True:
        for _ in range(warmup):
            model(x)
        for _ in range(runs):
            wait()
            start = clock()
            model(x)
            wait()
            seconds.append(clock() - start)
    mean = float(np.mean(seconds))
    return {
        "mean": mean,
        "p50": float(np.percentile(seconds, 50)),
        "p95": float(np.percentile(seconds, 95)),
        "fps": len(x) / mean,
    }

# %% misconception="one_average_for_all" task="benchmark"
def benchmark(model, x, runs=30, warmup=5, device="cpu", clock=time.perf_counter):
    """Your percentiles are all the same as the mean.

    Who looks at the clock only before and after the whole loop knows the sum, and nothing of the bad days.

    Look at how often you read the clock.
    """
    def wait():
        if str(device).startswith("cuda"):
            torch.cuda.synchronize()
        if str(device).startswith("mps"):
            torch.mps.synchronize()

    model.to(device)
    x = x.to(device)
    model.eval()
    seconds = []
    with torch.inference_mode():
        for _ in range(warmup):
            model(x)
        for _ in range(runs):
            wait()
            start = clock()
            model(x)
            wait()
            seconds.append(clock() - start)
    mean = float(np.mean(seconds))
    return {
        "mean": mean,
        "p50": mean,
        "p95": mean,
        "fps": len(x) / mean,
    }

# %% misconception="slowest_as_p95" task="benchmark"
def benchmark(model, x, runs=30, warmup=5, device="cpu", clock=time.perf_counter):
    """Your 95th percentile is the slowest call.

    Of one hundred calls five are slower than it. A single hiccup should not decide.

    Look at which of the sorted times you take.
    """
    def wait():
        if str(device).startswith("cuda"):
            torch.cuda.synchronize()
        if str(device).startswith("mps"):
            torch.mps.synchronize()

    model.to(device)
    x = x.to(device)
    model.eval()
    seconds = []
    with torch.inference_mode():
        for _ in range(warmup):
            model(x)
        for _ in range(runs):
            wait()
            start = clock()
            model(x)
            wait()
            seconds.append(clock() - start)
    mean = float(np.mean(seconds))
    return {
        "mean": mean,
        "p50": float(np.percentile(seconds, 50)),
        "p95": max(seconds),
        "fps": len(x) / mean,
    }

# %% misconception="ratio_upside_down" task="compare_models"
def compare_models(rows, baseline):
    """A model that is slower than the baseline has a ratio below 1 in your table.

    Twice as slow should read 2. Which row divides which?

    Look at the two sides of the division.
    """
    names = [row["model"] for row in rows]
    if baseline not in names:
        raise ValueError(baseline)
    base = rows[names.index(baseline)]
    table = []
    for row in rows:
        table.append({k: v if k == "model" else base[k] / v for k, v in row.items()})
    return table


def pick_model(rows, max_seconds, min_acc=0.0):
    fit = []
    for row in rows:
        if row["time_per_pred_cpu"] <= max_seconds and row["test_acc"] >= min_acc:
            fit.append(row)
    if not fit:
        return None
    return sorted(fit, key=lambda row: (-row["test_acc"], row["time_per_pred_cpu"]))[0]["model"]

# %% misconception="difference_not_ratio" task="compare_models"
def compare_models(rows, baseline):
    """The baseline's own row is full of zeros.

    A difference has a unit, and 0.03 seconds more may be much or little. A ratio tells how many times.

    Look at the sign between the two numbers.
    """
    names = [row["model"] for row in rows]
    if baseline not in names:
        raise ValueError(baseline)
    base = rows[names.index(baseline)]
    table = []
    for row in rows:
        table.append({k: v if k == "model" else v - base[k] for k, v in row.items()})
    return table


def pick_model(rows, max_seconds, min_acc=0.0):
    fit = []
    for row in rows:
        if row["time_per_pred_cpu"] <= max_seconds and row["test_acc"] >= min_acc:
            fit.append(row)
    if not fit:
        return None
    return sorted(fit, key=lambda row: (-row["test_acc"], row["time_per_pred_cpu"]))[0]["model"]

# %% misconception="first_is_baseline" task="compare_models"
def compare_models(rows, baseline):
    """You always compare with the first row.

    The caller names the model to compare with, and it may stand anywhere.

    Look at how you find the row to divide by.
    """
    names = [row["model"] for row in rows]
    if baseline not in names:
        raise ValueError(baseline)
    base = rows[0]
    table = []
    for row in rows:
        table.append({k: v if k == "model" else v / base[k] for k, v in row.items()})
    return table


def pick_model(rows, max_seconds, min_acc=0.0):
    fit = []
    for row in rows:
        if row["time_per_pred_cpu"] <= max_seconds and row["test_acc"] >= min_acc:
            fit.append(row)
    if not fit:
        return None
    return sorted(fit, key=lambda row: (-row["test_acc"], row["time_per_pred_cpu"]))[0]["model"]

# %% misconception="table_overwritten" task="compare_models"
def compare_models(rows, baseline):
    """After your call the table holds ratios: its numbers are gone.

    A dict that was passed in is the caller's own. Who writes into it changes it for everybody.

    Look at which dict your ratios go into.
    """
    names = [row["model"] for row in rows]
    if baseline not in names:
        raise ValueError(baseline)
    base = dict(rows[names.index(baseline)])
    table = []
    for row in rows:
        for key in row:
            if key != "model":
                row[key] = row[key] / base[key]
        table.append(row)
    return table


def pick_model(rows, max_seconds, min_acc=0.0):
    fit = []
    for row in rows:
        if row["time_per_pred_cpu"] <= max_seconds and row["test_acc"] >= min_acc:
            fit.append(row)
    if not fit:
        return None
    return sorted(fit, key=lambda row: (-row["test_acc"], row["time_per_pred_cpu"]))[0]["model"]

# %% misconception="best_at_any_price" task="compare_models"
def compare_models(rows, baseline):
    """The model you chose takes longer than is allowed.

    A limit comes first. Of those that meet it, the best is wanted.

    Look at the conditions a model must meet.
    """
    names = [row["model"] for row in rows]
    if baseline not in names:
        raise ValueError(baseline)
    base = rows[names.index(baseline)]
    table = []
    for row in rows:
        table.append({k: v if k == "model" else v / base[k] for k, v in row.items()})
    return table


def pick_model(rows, max_seconds, min_acc=0.0):
    fit = []
    for row in rows:
        if row["test_acc"] >= min_acc:
            fit.append(row)
    if not fit:
        return None
    return sorted(fit, key=lambda row: (-row["test_acc"], row["time_per_pred_cpu"]))[0]["model"]

# %% misconception="quickest_wins" task="compare_models"
def compare_models(rows, baseline):
    """You chose the quickest of those that will do, though a better one will do too.

    Quick enough is quick enough: below the limit, accuracy decides.

    Look at what you sort by first.
    """
    names = [row["model"] for row in rows]
    if baseline not in names:
        raise ValueError(baseline)
    base = rows[names.index(baseline)]
    table = []
    for row in rows:
        table.append({k: v if k == "model" else v / base[k] for k, v in row.items()})
    return table


def pick_model(rows, max_seconds, min_acc=0.0):
    fit = []
    for row in rows:
        if row["time_per_pred_cpu"] <= max_seconds and row["test_acc"] >= min_acc:
            fit.append(row)
    if not fit:
        return None
    return sorted(fit, key=lambda row: (row["time_per_pred_cpu"], -row["test_acc"]))[0]["model"]

# %% misconception="accuracy_in_percent" task="compare_models"
def compare_models(rows, baseline):
    """Your limit on accuracy lets every model pass.

    One side counts in percent, the other from 0 to 1. Both are fine, not together.

    Look at the units in your comparison.
    """
    names = [row["model"] for row in rows]
    if baseline not in names:
        raise ValueError(baseline)
    base = rows[names.index(baseline)]
    table = []
    for row in rows:
        table.append({k: v if k == "model" else v / base[k] for k, v in row.items()})
    return table


def pick_model(rows, max_seconds, min_acc=0.0):
    fit = []
    for row in rows:
        if row["time_per_pred_cpu"] <= max_seconds and row["test_acc"] * 100 >= min_acc:
            fit.append(row)
    if not fit:
        return None
    return sorted(fit, key=lambda row: (-row["test_acc"], row["time_per_pred_cpu"]))[0]["model"]

# %% misconception="limits_left_out" task="compare_models"
def compare_models(rows, baseline):
    """A model that just meets its limits is refused.

    May take so long and no longer: the limit itself is allowed.

    Look at your two comparisons, and at the case of equality.
    """
    names = [row["model"] for row in rows]
    if baseline not in names:
        raise ValueError(baseline)
    base = rows[names.index(baseline)]
    table = []
    for row in rows:
        table.append({k: v if k == "model" else v / base[k] for k, v in row.items()})
    return table


def pick_model(rows, max_seconds, min_acc=0.0):
    fit = []
    for row in rows:
        if row["time_per_pred_cpu"] < max_seconds and row["test_acc"] > min_acc:
            fit.append(row)
    if not fit:
        return None
    return sorted(fit, key=lambda row: (-row["test_acc"], row["time_per_pred_cpu"]))[0]["model"]

# %% misconception="nobody_fits" task="compare_models"
def compare_models(rows, baseline):
    """Where no model will do, your function stops with an error.

    An empty list has no best element. That is an answer, too: None.

    Look at what happens when nothing is left after the conditions.
    """
    names = [row["model"] for row in rows]
    if baseline not in names:
        raise ValueError(baseline)
    base = rows[names.index(baseline)]
    table = []
    for row in rows:
        table.append({k: v if k == "model" else v / base[k] for k, v in row.items()})
    return table


def pick_model(rows, max_seconds, min_acc=0.0):
    fit = []
    for row in rows:
        if row["time_per_pred_cpu"] <= max_seconds and row["test_acc"] >= min_acc:
            fit.append(row)
    return sorted(fit, key=lambda row: (-row["test_acc"], row["time_per_pred_cpu"]))[0]["model"]

# %% misconception="first_of_equals" task="compare_models"
def compare_models(rows, baseline):
    """Of equally good models you took the one that comes first in the table.

    Where accuracy does not decide, time does.

    Look at what your choice compares besides the accuracy.
    """
    names = [row["model"] for row in rows]
    if baseline not in names:
        raise ValueError(baseline)
    base = rows[names.index(baseline)]
    table = []
    for row in rows:
        table.append({k: v if k == "model" else v / base[k] for k, v in row.items()})
    return table


def pick_model(rows, max_seconds, min_acc=0.0):
    fit = []
    for row in rows:
        if row["time_per_pred_cpu"] <= max_seconds and row["test_acc"] >= min_acc:
            fit.append(row)
    if not fit:
        return None
    return sorted(fit, key=lambda row: -row["test_acc"])[0]["model"]

# %% misconception="tensors_for_the_page" task="predict"
def predict(img):
    """The values of your dict are tensors.

    A page is made of texts and numbers. Gradio's label fails on a tensor.

    Look at what you put into the dict for each name.
    """
    start = timer()
    x = effnetb2_transforms(img).unsqueeze(0)
    effnetb2.eval()
    with torch.inference_mode():
        probs = torch.softmax(effnetb2(x), dim=1)[0]
    shown = {class_names[i]: probs[i] for i in range(len(class_names))}
    return shown, timer() - start

# %% misconception="logits_for_the_page" task="predict"
def predict(img):
    """Your values are not probabilities: they do not sum to 1.

    A model answers in logits. Bars from 0 to 100 percent need something else.

    Look at what is done to the output before it goes into the dict.
    """
    start = timer()
    x = effnetb2_transforms(img).unsqueeze(0)
    effnetb2.eval()
    with torch.inference_mode():
        probs = effnetb2(x)[0]
    shown = {class_names[i]: float(probs[i]) for i in range(len(class_names))}
    return shown, timer() - start

# %% misconception="dict_alone" task="predict"
def predict(img):
    """You returned the dict alone.

    The page has two outputs, so the function gives two values, in their order.

    Look at your last line.
    """
    start = timer()
    x = effnetb2_transforms(img).unsqueeze(0)
    effnetb2.eval()
    with torch.inference_mode():
        probs = torch.softmax(effnetb2(x), dim=1)[0]
    shown = {class_names[i]: float(probs[i]) for i in range(len(class_names))}
    return shown

# %% misconception="answers_in_training_mode" task="predict"
def predict(img):
    """With Dropout or BatchNorm your probabilities are not those of the trained model.

    A model that was just made or trained is in training mode, and stays there.

    Look for the line that puts the model into the mode for predictions.
    """
    start = timer()
    x = effnetb2_transforms(img).unsqueeze(0)
    with torch.inference_mode():
        probs = torch.softmax(effnetb2(x), dim=1)[0]
    shown = {class_names[i]: float(probs[i]) for i in range(len(class_names))}
    return shown, timer() - start

# %% misconception="model_made_anew" task="predict"
def predict(img):
    """Your function makes a model for each picture, and not the one that was trained.

    What costs seconds is done once, when the app starts. The trained numbers are in the model that is there.

    Look at which lines should run only once.
    """
    start = timer()
    effnetb2, _ = create_effnetb2_model(num_classes=len(class_names))
    x = effnetb2_transforms(img).unsqueeze(0)
    effnetb2.eval()
    with torch.inference_mode():
        probs = torch.softmax(effnetb2(x), dim=1)[0]
    shown = {class_names[i]: float(probs[i]) for i in range(len(class_names))}
    return shown, timer() - start

# %% misconception="everything_is_certain" task="predict"
def predict(img):
    """Every class has a probability of 1.

    Along which dimension do the numbers sum to 1? There is only one picture in the batch.

    Look at the dimension that the softmax gets.
    """
    start = timer()
    x = effnetb2_transforms(img).unsqueeze(0)
    effnetb2.eval()
    with torch.inference_mode():
        probs = torch.softmax(effnetb2(x), dim=0)[0]
    shown = {class_names[i]: float(probs[i]) for i in range(len(class_names))}
    return shown, timer() - start

# %% misconception="best_class_alone" task="predict"
def predict(img):
    """Your dict has one name only.

    The page draws the bars of the best classes by itself, and wants all of them to choose from.

    Look at which classes get into the dict.
    """
    start = timer()
    x = effnetb2_transforms(img).unsqueeze(0)
    effnetb2.eval()
    with torch.inference_mode():
        probs = torch.softmax(effnetb2(x), dim=1)[0]
    shown = {class_names[int(probs.argmax())]: float(probs.max())}
    return shown, timer() - start

# %% misconception="only_transform_timed" task="predict"
def predict(img):
    """Your time leaves out the model.

    A visitor waits until the answer is there.

    Look at where the watch is stopped.
    """
    start = timer()
    x = effnetb2_transforms(img).unsqueeze(0)
    seconds = timer() - start
    effnetb2.eval()
    with torch.inference_mode():
        probs = torch.softmax(effnetb2(x), dim=1)[0]
    shown = {class_names[i]: float(probs[i]) for i in range(len(class_names))}
    return shown, seconds

# %% misconception="nothing_goes_on" task="read_upload"
def read_upload(img):
    """Where nothing was given you return nothing, and the model fails later.

    A mistake is best told where it is noticed, in words that the visitor understands.

    Look at what you do with None.
    """
    if img is None:
        return None
    if not isinstance(img, Image.Image):
        img = Image.fromarray(img)
    img = ImageOps.exif_transpose(img)
    return img.convert("RGB")

# %% misconception="nothing_breaks" task="read_upload"
def read_upload(img):
    """Where nothing was given, your function stops with an error that tells nothing.

    None has no mode and no pixels: somebody will ask it for them, and get an AttributeError.

    Look at what the first line does with None.
    """
    if not isinstance(img, Image.Image):
        img = Image.fromarray(img)
    img = ImageOps.exif_transpose(img)
    return img.convert("RGB")

# %% misconception="mode_stays" task="read_upload"
def read_upload(img):
    """Your picture keeps the mode that it came in.

    A network for three colours gets one, or four, and refuses.

    Look at what makes three colours of any mode.
    """
    if img is None:
        raise ValueError("no picture")
    if not isinstance(img, Image.Image):
        img = Image.fromarray(img)
    img = ImageOps.exif_transpose(img)
    return img

# %% misconception="only_transparency_dropped" task="read_upload"
def read_upload(img):
    """Transparent pictures are converted, grey ones and others are not.

    There are more modes than two: L, LA, P, 1, CMYK.

    Look at the condition for converting.
    """
    if img is None:
        raise ValueError("no picture")
    if not isinstance(img, Image.Image):
        img = Image.fromarray(img)
    img = ImageOps.exif_transpose(img)
    return img.convert("RGB") if img.mode == "RGBA" else img

# %% misconception="note_ignored" task="read_upload"
def read_upload(img):
    """Photographs with a note on how to turn them lie on their side.

    Telephones store the picture as the chip saw it, and write down how it was held.

    Look for the step that reads that note.
    """
    if img is None:
        raise ValueError("no picture")
    if not isinstance(img, Image.Image):
        img = Image.fromarray(img)
    return img.convert("RGB")

# %% misconception="wide_is_turned" task="read_upload"
def read_upload(img):
    """You turn every wide picture, whether its note says so or not.

    Plenty of photographs are wide. Only the note tells how the telephone was held.

    Look at what you turn by.
    """
    if img is None:
        raise ValueError("no picture")
    if not isinstance(img, Image.Image):
        img = Image.fromarray(img)
    if img.width > img.height:
        img = img.rotate(90, expand=True)
    return img.convert("RGB")

# %% misconception="arrays_refused" task="read_upload"
def read_upload(img):
    """Arrays make your function fail.

    Unless told otherwise, Gradio gives a picture as an array. It has no mode and cannot be converted.

    Look at what an array has to become first.
    """
    if img is None:
        raise ValueError("no picture")
    img = ImageOps.exif_transpose(img)
    return img.convert("RGB")

# %% misconception="launched_while_building" task="build_demo"
def build_demo(predict_fn, examples, title="FoodVision Mini"):
    """Building your page starts a server.

    Whoever builds a page, a test say, may not want visitors yet. Starting is the caller's decision.

    Look at what your function does besides building.
    """
    import gradio as gr

    demo = gr.Interface(
        fn=predict_fn,
        inputs=gr.Image(type="pil"),
        outputs=[gr.Label(num_top_classes=3), gr.Number()],
        examples=[[path] for path in examples],
        title=title,
    )
    demo.launch()
    return demo

# %% misconception="function_called" task="build_demo"
def build_demo(predict_fn, examples, title="FoodVision Mini"):
    """You called the function and handed over its answer.

    The page needs the function itself, to call it for each visitor. Brackets call.

    Look at what comes after fn.
    """
    import gradio as gr

    demo = gr.Interface(
        fn=predict_fn(Image.open(examples[0])),
        inputs=gr.Image(type="pil"),
        outputs=[gr.Label(num_top_classes=3), gr.Number()],
        examples=[[path] for path in examples],
        title=title,
    )
    return demo

# %% misconception="array_arrives" task="build_demo"
def build_demo(predict_fn, examples, title="FoodVision Mini"):
    """The function gets an array where it wants a Pillow picture.

    A picture component hands over arrays unless it is told a type.

    Look at the settings of the component for the picture.
    """
    import gradio as gr

    demo = gr.Interface(
        fn=predict_fn,
        inputs=gr.Image(),
        outputs=[gr.Label(num_top_classes=3), gr.Number()],
        examples=[[path] for path in examples],
        title=title,
    )
    return demo

# %% misconception="one_output" task="build_demo"
def build_demo(predict_fn, examples, title="FoodVision Mini"):
    """The function gives two values, your page has one output.

    Each value that is returned needs a component to be shown in, in the same order.

    Look at the list of outputs.
    """
    import gradio as gr

    demo = gr.Interface(
        fn=predict_fn,
        inputs=gr.Image(type="pil"),
        outputs=gr.Label(num_top_classes=3),
        examples=[[path] for path in examples],
        title=title,
    )
    return demo

# %% misconception="outputs_exchanged" task="build_demo"
def build_demo(predict_fn, examples, title="FoodVision Mini"):
    """The dict goes to the number, the seconds go to the label.

    Outputs are matched with values by their order.

    Look at the order of the list of outputs.
    """
    import gradio as gr

    demo = gr.Interface(
        fn=predict_fn,
        inputs=gr.Image(type="pil"),
        outputs=[gr.Number(), gr.Label(num_top_classes=3)],
        examples=[[path] for path in examples],
        title=title,
    )
    return demo

# %% misconception="no_examples" task="build_demo"
def build_demo(predict_fn, examples, title="FoodVision Mini"):
    """Your page has no examples to click on.

    Visitors seldom have a photograph of a steak at hand.

    Look at what you pass on to the interface.
    """
    import gradio as gr

    demo = gr.Interface(
        fn=predict_fn,
        inputs=gr.Image(type="pil"),
        outputs=[gr.Label(num_top_classes=3), gr.Number()],
        title=title,
    )
    return demo

# %% misconception="all_classes_shown" task="build_demo"
def build_demo(predict_fn, examples, title="FoodVision Mini"):
    """Your label shows all classes.

    With a hundred dishes nobody wants to see a hundred bars.

    Look at the settings of the label.
    """
    import gradio as gr

    demo = gr.Interface(
        fn=predict_fn,
        inputs=gr.Image(type="pil"),
        outputs=[gr.Label(), gr.Number()],
        examples=[[path] for path in examples],
        title=title,
    )
    return demo

# %% misconception="names_sorted" task="save_class_names"
def save_class_names(class_names, path):
    """Your file has the names in alphabetical order.

    The order is the label map: name 2 belongs to output 2. Sorting gives each class another's name.

    Look at what you do to the list before writing.
    """
    with open(path, "w", encoding="utf-8") as file:
        for name in sorted(class_names):
            file.write(name + "\n")
    return Path(path)


def load_class_names(path):
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n") for line in file]

# %% misconception="sorted_while_loading" task="save_class_names"
def save_class_names(class_names, path):
    """The file is right, but your loaded names are sorted.

    The order in the file is the one that the model was trained with.

    Look at what you do to the list after reading.
    """
    with open(path, "w", encoding="utf-8") as file:
        for name in class_names:
            file.write(name + "\n")
    return Path(path)


def load_class_names(path):
    with open(path, encoding="utf-8") as file:
        return sorted(line.rstrip("\n") for line in file)

# %% misconception="line_breaks_kept" task="save_class_names"
def save_class_names(class_names, path):
    """Your loaded names end with a line break.

    A line that is read from a file brings its end along.

    Look at each name after reading, with repr.
    """
    with open(path, "w", encoding="utf-8") as file:
        for name in class_names:
            file.write(name + "\n")
    return Path(path)


def load_class_names(path):
    with open(path, encoding="utf-8") as file:
        return file.readlines()

# %% misconception="one_empty_name" task="save_class_names"
def save_class_names(class_names, path):
    """Your loaded list has an empty name at its end.

    Cutting a text at line breaks gives one piece more than there are breaks, even if the last piece is empty.

    Look at how you cut, for a file that ends with a line break.
    """
    with open(path, "w", encoding="utf-8") as file:
        for name in class_names:
            file.write(name + "\n")
    return Path(path)


def load_class_names(path):
    with open(path, encoding="utf-8") as file:
        return file.read().split("\n")

# %% misconception="words_not_lines" task="save_class_names"
def save_class_names(class_names, path):
    """Names of two words were taken apart.

    A blank is part of a name. Only a line break ends it.

    Look at what you cut the text at.
    """
    with open(path, "w", encoding="utf-8") as file:
        for name in class_names:
            file.write(name + "\n")
    return Path(path)


def load_class_names(path):
    with open(path, encoding="utf-8") as file:
        return file.read().split()

# %% misconception="all_in_one_line" task="save_class_names"
def save_class_names(class_names, path):
    """Your file has one single line.

    One name a line can be read by anybody, in any language.

    Look at what you write between two names.
    """
    with open(path, "w", encoding="utf-8") as file:
        for name in class_names:
            file.write(name + ", ")
    return Path(path)


def load_class_names(path):
    with open(path, encoding="utf-8") as file:
        return file.read().rstrip(", \n").replace("\n", ", ").split(", ")

# %% misconception="weights_moved" task="make_demo_folder"
def app_code():
    """The original weights are gone: you moved them.

    A demo is a copy. Who builds it a second time, or for another model, still needs the original.

    Look at how the weights get into the folder.
    """
    return '''\
from pathlib import Path
from timeit import default_timer as timer

import gradio as gr
import torch
from model import create_model

here = Path(__file__).parent
class_names = (here / "class_names.txt").read_text(encoding="utf-8").splitlines()
model, transform = create_model(num_classes=len(class_names))
state = torch.load(here / "model.pth", map_location=torch.device("cpu"), weights_only=True)
model.load_state_dict(state)


def predict(img):
    start = timer()
    x = transform(img.convert("RGB")).unsqueeze(0)
    model.eval()
    with torch.inference_mode():
        probs = torch.softmax(model(x), dim=1)[0]
    shown = {name: float(probs[i]) for i, name in enumerate(class_names)}
    return shown, round(timer() - start, 4)


demo = gr.Interface(
    fn=predict,
    inputs=gr.Image(type="pil"),
    outputs=[gr.Label(num_top_classes=3), gr.Number(label="Seconds")],
    examples=[[str(path)] for path in sorted((here / "examples").glob("*"))],
)

if __name__ == "__main__":
    demo.launch()
'''


def make_demo_folder(dst, model_path, weights_path, class_names, examples):
    dst = Path(dst)
    (dst / "examples").mkdir(parents=True, exist_ok=True)
    shutil.copy(model_path, dst / "model.py")
    shutil.move(weights_path, dst / "model.pth")
    for example in examples:
        shutil.copy(example, dst / "examples" / Path(example).name)
    (dst / "class_names.txt").write_text("\n".join(class_names) + "\n", encoding="utf-8")
    requirements = ["torch>=2.6", "torchvision>=0.21", "gradio>=5"]
    (dst / "requirements.txt").write_text("\n".join(requirements))
    (dst / "app.py").write_text(app_code(), encoding="utf-8")
    return dst

# %% misconception="path_of_your_own_computer" task="make_demo_folder"
def app_code():
    """Your app looks for its weights at a place that only your computer has.

    Someone else has the folder and nothing more. Each path must start there.

    Look at the paths that are written into the text of app.py.
    """
    return '''\
from pathlib import Path
from timeit import default_timer as timer

import gradio as gr
import torch
from model import create_model

here = Path(__file__).parent
class_names = (here / "class_names.txt").read_text(encoding="utf-8").splitlines()
model, transform = create_model(num_classes=len(class_names))
state = torch.load(here / "model.pth", map_location=torch.device("cpu"), weights_only=True)
model.load_state_dict(state)


def predict(img):
    start = timer()
    x = transform(img.convert("RGB")).unsqueeze(0)
    model.eval()
    with torch.inference_mode():
        probs = torch.softmax(model(x), dim=1)[0]
    shown = {name: float(probs[i]) for i, name in enumerate(class_names)}
    return shown, round(timer() - start, 4)


demo = gr.Interface(
    fn=predict,
    inputs=gr.Image(type="pil"),
    outputs=[gr.Label(num_top_classes=3), gr.Number(label="Seconds")],
    examples=[[str(path)] for path in sorted((here / "examples").glob("*"))],
)

if __name__ == "__main__":
    demo.launch()
'''


def make_demo_folder(dst, model_path, weights_path, class_names, examples):
    dst = Path(dst)
    (dst / "examples").mkdir(parents=True, exist_ok=True)
    shutil.copy(model_path, dst / "model.py")
    shutil.copy(weights_path, dst / "model.pth")
    for example in examples:
        shutil.copy(example, dst / "examples" / Path(example).name)
    (dst / "class_names.txt").write_text("\n".join(class_names) + "\n", encoding="utf-8")
    requirements = ["torch>=2.6", "torchvision>=0.21", "gradio>=5"]
    (dst / "requirements.txt").write_text("\n".join(requirements))
    code = app_code().replace('here / "model.pth"', repr(str(dst.resolve() / "model.pth")))
    (dst / "app.py").write_text(code, encoding="utf-8")
    return dst

# %% misconception="started_from_its_folder_only" task="make_demo_folder"
def app_code():
    """Started from another folder, your app does not find its files.

    A bare file name is looked for in the folder one stands in, not in the folder of the program.

    Look at what your paths are relative to.
    """
    return '''\
from pathlib import Path
from timeit import default_timer as timer

import gradio as gr
import torch
from model import create_model

here = Path(".")
class_names = (here / "class_names.txt").read_text(encoding="utf-8").splitlines()
model, transform = create_model(num_classes=len(class_names))
state = torch.load(here / "model.pth", map_location=torch.device("cpu"), weights_only=True)
model.load_state_dict(state)


def predict(img):
    start = timer()
    x = transform(img.convert("RGB")).unsqueeze(0)
    model.eval()
    with torch.inference_mode():
        probs = torch.softmax(model(x), dim=1)[0]
    shown = {name: float(probs[i]) for i, name in enumerate(class_names)}
    return shown, round(timer() - start, 4)


demo = gr.Interface(
    fn=predict,
    inputs=gr.Image(type="pil"),
    outputs=[gr.Label(num_top_classes=3), gr.Number(label="Seconds")],
    examples=[[str(path)] for path in sorted((here / "examples").glob("*"))],
)

if __name__ == "__main__":
    demo.launch()
'''


def make_demo_folder(dst, model_path, weights_path, class_names, examples):
    dst = Path(dst)
    (dst / "examples").mkdir(parents=True, exist_ok=True)
    shutil.copy(model_path, dst / "model.py")
    shutil.copy(weights_path, dst / "model.pth")
    for example in examples:
        shutil.copy(example, dst / "examples" / Path(example).name)
    (dst / "class_names.txt").write_text("\n".join(class_names) + "\n", encoding="utf-8")
    requirements = ["torch>=2.6", "torchvision>=0.21", "gradio>=5"]
    (dst / "requirements.txt").write_text("\n".join(requirements))
    (dst / "app.py").write_text(app_code(), encoding="utf-8")
    return dst

# %% misconception="gpu_wanted" task="make_demo_folder"
def app_code():
    """Weights that were saved on a GPU cannot be loaded where there is none.

    A saved tensor remembers its device. Where was it saved, and where are you?

    Look at what the loading is told about devices.
    """
    return '''\
from pathlib import Path
from timeit import default_timer as timer

import gradio as gr
import torch
from model import create_model

here = Path(__file__).parent
class_names = (here / "class_names.txt").read_text(encoding="utf-8").splitlines()
model, transform = create_model(num_classes=len(class_names))
state = torch.load(here / "model.pth", weights_only=True)
model.load_state_dict(state)


def predict(img):
    start = timer()
    x = transform(img.convert("RGB")).unsqueeze(0)
    model.eval()
    with torch.inference_mode():
        probs = torch.softmax(model(x), dim=1)[0]
    shown = {name: float(probs[i]) for i, name in enumerate(class_names)}
    return shown, round(timer() - start, 4)


demo = gr.Interface(
    fn=predict,
    inputs=gr.Image(type="pil"),
    outputs=[gr.Label(num_top_classes=3), gr.Number(label="Seconds")],
    examples=[[str(path)] for path in sorted((here / "examples").glob("*"))],
)

if __name__ == "__main__":
    demo.launch()
'''


def make_demo_folder(dst, model_path, weights_path, class_names, examples):
    dst = Path(dst)
    (dst / "examples").mkdir(parents=True, exist_ok=True)
    shutil.copy(model_path, dst / "model.py")
    shutil.copy(weights_path, dst / "model.pth")
    for example in examples:
        shutil.copy(example, dst / "examples" / Path(example).name)
    (dst / "class_names.txt").write_text("\n".join(class_names) + "\n", encoding="utf-8")
    requirements = ["torch>=2.6", "torchvision>=0.21", "gradio>=5"]
    (dst / "requirements.txt").write_text("\n".join(requirements))
    (dst / "app.py").write_text(app_code(), encoding="utf-8")
    return dst

# %% misconception="no_main_guard" task="make_demo_folder"
def app_code():
    """Your app starts a server when it is only imported.

    A module is run when it is imported. What only a program should do needs a condition.

    Look at the last lines of app.py, and at what a module is called when it runs as a program.
    """
    return '''\
from pathlib import Path
from timeit import default_timer as timer

import gradio as gr
import torch
from model import create_model

here = Path(__file__).parent
class_names = (here / "class_names.txt").read_text(encoding="utf-8").splitlines()
model, transform = create_model(num_classes=len(class_names))
state = torch.load(here / "model.pth", map_location=torch.device("cpu"), weights_only=True)
model.load_state_dict(state)


def predict(img):
    start = timer()
    x = transform(img.convert("RGB")).unsqueeze(0)
    model.eval()
    with torch.inference_mode():
        probs = torch.softmax(model(x), dim=1)[0]
    shown = {name: float(probs[i]) for i, name in enumerate(class_names)}
    return shown, round(timer() - start, 4)


demo = gr.Interface(
    fn=predict,
    inputs=gr.Image(type="pil"),
    outputs=[gr.Label(num_top_classes=3), gr.Number(label="Seconds")],
    examples=[[str(path)] for path in sorted((here / "examples").glob("*"))],
)

demo.launch()
'''


def make_demo_folder(dst, model_path, weights_path, class_names, examples):
    dst = Path(dst)
    (dst / "examples").mkdir(parents=True, exist_ok=True)
    shutil.copy(model_path, dst / "model.py")
    shutil.copy(weights_path, dst / "model.pth")
    for example in examples:
        shutil.copy(example, dst / "examples" / Path(example).name)
    (dst / "class_names.txt").write_text("\n".join(class_names) + "\n", encoding="utf-8")
    requirements = ["torch>=2.6", "torchvision>=0.21", "gradio>=5"]
    (dst / "requirements.txt").write_text("\n".join(requirements))
    (dst / "app.py").write_text(app_code(), encoding="utf-8")
    return dst

# %% misconception="never_launched" task="make_demo_folder"
def app_code():
    """Run as a program, your app builds a page and ends without showing it.

    Building is not starting.

    Look at the end of app.py.
    """
    return '''\
from pathlib import Path
from timeit import default_timer as timer

import gradio as gr
import torch
from model import create_model

here = Path(__file__).parent
class_names = (here / "class_names.txt").read_text(encoding="utf-8").splitlines()
model, transform = create_model(num_classes=len(class_names))
state = torch.load(here / "model.pth", map_location=torch.device("cpu"), weights_only=True)
model.load_state_dict(state)


def predict(img):
    start = timer()
    x = transform(img.convert("RGB")).unsqueeze(0)
    model.eval()
    with torch.inference_mode():
        probs = torch.softmax(model(x), dim=1)[0]
    shown = {name: float(probs[i]) for i, name in enumerate(class_names)}
    return shown, round(timer() - start, 4)


demo = gr.Interface(
    fn=predict,
    inputs=gr.Image(type="pil"),
    outputs=[gr.Label(num_top_classes=3), gr.Number(label="Seconds")],
    examples=[[str(path)] for path in sorted((here / "examples").glob("*"))],
)

'''


def make_demo_folder(dst, model_path, weights_path, class_names, examples):
    dst = Path(dst)
    (dst / "examples").mkdir(parents=True, exist_ok=True)
    shutil.copy(model_path, dst / "model.py")
    shutil.copy(weights_path, dst / "model.pth")
    for example in examples:
        shutil.copy(example, dst / "examples" / Path(example).name)
    (dst / "class_names.txt").write_text("\n".join(class_names) + "\n", encoding="utf-8")
    requirements = ["torch>=2.6", "torchvision>=0.21", "gradio>=5"]
    (dst / "requirements.txt").write_text("\n".join(requirements))
    (dst / "app.py").write_text(app_code(), encoding="utf-8")
    return dst

# %% misconception="app_in_training_mode" task="make_demo_folder"
def app_code():
    """The probabilities of your app are not those of the model.

    A model that was just made is in training mode, where Dropout is at work.

    Look at what app.py does between loading the weights and the first answer.
    """
    return '''\
from pathlib import Path
from timeit import default_timer as timer

import gradio as gr
import torch
from model import create_model

here = Path(__file__).parent
class_names = (here / "class_names.txt").read_text(encoding="utf-8").splitlines()
model, transform = create_model(num_classes=len(class_names))
state = torch.load(here / "model.pth", map_location=torch.device("cpu"), weights_only=True)
model.load_state_dict(state)


def predict(img):
    start = timer()
    x = transform(img.convert("RGB")).unsqueeze(0)
    with torch.inference_mode():
        probs = torch.softmax(model(x), dim=1)[0]
    shown = {name: float(probs[i]) for i, name in enumerate(class_names)}
    return shown, round(timer() - start, 4)


demo = gr.Interface(
    fn=predict,
    inputs=gr.Image(type="pil"),
    outputs=[gr.Label(num_top_classes=3), gr.Number(label="Seconds")],
    examples=[[str(path)] for path in sorted((here / "examples").glob("*"))],
)

if __name__ == "__main__":
    demo.launch()
'''


def make_demo_folder(dst, model_path, weights_path, class_names, examples):
    dst = Path(dst)
    (dst / "examples").mkdir(parents=True, exist_ok=True)
    shutil.copy(model_path, dst / "model.py")
    shutil.copy(weights_path, dst / "model.pth")
    for example in examples:
        shutil.copy(example, dst / "examples" / Path(example).name)
    (dst / "class_names.txt").write_text("\n".join(class_names) + "\n", encoding="utf-8")
    requirements = ["torch>=2.6", "torchvision>=0.21", "gradio>=5"]
    (dst / "requirements.txt").write_text("\n".join(requirements))
    (dst / "app.py").write_text(app_code(), encoding="utf-8")
    return dst

# %% misconception="names_in_the_app_sorted" task="make_demo_folder"
def app_code():
    """Your app calls classes by each other's names.

    The names in the file are in the order of the model's outputs. That order is the meaning.

    Look at what becomes of the names on their way from the list to the app.
    """
    return '''\
from pathlib import Path
from timeit import default_timer as timer

import gradio as gr
import torch
from model import create_model

here = Path(__file__).parent
class_names = (here / "class_names.txt").read_text(encoding="utf-8").splitlines()
class_names = sorted(class_names)
model, transform = create_model(num_classes=len(class_names))
state = torch.load(here / "model.pth", map_location=torch.device("cpu"), weights_only=True)
model.load_state_dict(state)


def predict(img):
    start = timer()
    x = transform(img.convert("RGB")).unsqueeze(0)
    model.eval()
    with torch.inference_mode():
        probs = torch.softmax(model(x), dim=1)[0]
    shown = {name: float(probs[i]) for i, name in enumerate(class_names)}
    return shown, round(timer() - start, 4)


demo = gr.Interface(
    fn=predict,
    inputs=gr.Image(type="pil"),
    outputs=[gr.Label(num_top_classes=3), gr.Number(label="Seconds")],
    examples=[[str(path)] for path in sorted((here / "examples").glob("*"))],
)

if __name__ == "__main__":
    demo.launch()
'''


def make_demo_folder(dst, model_path, weights_path, class_names, examples):
    dst = Path(dst)
    (dst / "examples").mkdir(parents=True, exist_ok=True)
    shutil.copy(model_path, dst / "model.py")
    shutil.copy(weights_path, dst / "model.pth")
    for example in examples:
        shutil.copy(example, dst / "examples" / Path(example).name)
    (dst / "class_names.txt").write_text("\n".join(class_names) + "\n", encoding="utf-8")
    requirements = ["torch>=2.6", "torchvision>=0.21", "gradio>=5"]
    (dst / "requirements.txt").write_text("\n".join(requirements))
    (dst / "app.py").write_text(app_code(), encoding="utf-8")
    return dst

# %% misconception="course_names_only" task="make_demo_folder"
def app_code():
    """Your app knows pizza, steak and sushi, whatever the folder is about.

    A demo that reads its names from the file works for any dishes.

    Look at where app.py gets the names from.
    """
    return '''\
from pathlib import Path
from timeit import default_timer as timer

import gradio as gr
import torch
from model import create_model

here = Path(__file__).parent
class_names = ["pizza", "steak", "sushi"]
model, transform = create_model(num_classes=len(class_names))
state = torch.load(here / "model.pth", map_location=torch.device("cpu"), weights_only=True)
model.load_state_dict(state)


def predict(img):
    start = timer()
    x = transform(img.convert("RGB")).unsqueeze(0)
    model.eval()
    with torch.inference_mode():
        probs = torch.softmax(model(x), dim=1)[0]
    shown = {name: float(probs[i]) for i, name in enumerate(class_names)}
    return shown, round(timer() - start, 4)


demo = gr.Interface(
    fn=predict,
    inputs=gr.Image(type="pil"),
    outputs=[gr.Label(num_top_classes=3), gr.Number(label="Seconds")],
    examples=[[str(path)] for path in sorted((here / "examples").glob("*"))],
)

if __name__ == "__main__":
    demo.launch()
'''


def make_demo_folder(dst, model_path, weights_path, class_names, examples):
    dst = Path(dst)
    (dst / "examples").mkdir(parents=True, exist_ok=True)
    shutil.copy(model_path, dst / "model.py")
    shutil.copy(weights_path, dst / "model.pth")
    for example in examples:
        shutil.copy(example, dst / "examples" / Path(example).name)
    (dst / "class_names.txt").write_text("\n".join(class_names) + "\n", encoding="utf-8")
    requirements = ["torch>=2.6", "torchvision>=0.21", "gradio>=5"]
    (dst / "requirements.txt").write_text("\n".join(requirements))
    (dst / "app.py").write_text(app_code(), encoding="utf-8")
    return dst

# %% misconception="versions_of_long_ago" task="make_demo_folder"
def app_code():
    """Your requirements name versions of some years ago, which today's Python cannot install.

    Pins are good, if they are those you tested with today. Copied ones age.

    Look at the numbers in requirements.txt, and at what you have installed.
    """
    return '''\
from pathlib import Path
from timeit import default_timer as timer

import gradio as gr
import torch
from model import create_model

here = Path(__file__).parent
class_names = (here / "class_names.txt").read_text(encoding="utf-8").splitlines()
model, transform = create_model(num_classes=len(class_names))
state = torch.load(here / "model.pth", map_location=torch.device("cpu"), weights_only=True)
model.load_state_dict(state)


def predict(img):
    start = timer()
    x = transform(img.convert("RGB")).unsqueeze(0)
    model.eval()
    with torch.inference_mode():
        probs = torch.softmax(model(x), dim=1)[0]
    shown = {name: float(probs[i]) for i, name in enumerate(class_names)}
    return shown, round(timer() - start, 4)


demo = gr.Interface(
    fn=predict,
    inputs=gr.Image(type="pil"),
    outputs=[gr.Label(num_top_classes=3), gr.Number(label="Seconds")],
    examples=[[str(path)] for path in sorted((here / "examples").glob("*"))],
)

if __name__ == "__main__":
    demo.launch()
'''


def make_demo_folder(dst, model_path, weights_path, class_names, examples):
    dst = Path(dst)
    (dst / "examples").mkdir(parents=True, exist_ok=True)
    shutil.copy(model_path, dst / "model.py")
    shutil.copy(weights_path, dst / "model.pth")
    for example in examples:
        shutil.copy(example, dst / "examples" / Path(example).name)
    (dst / "class_names.txt").write_text("\n".join(class_names) + "\n", encoding="utf-8")
    requirements = ["torch==1.12.0", "torchvision==0.13.0", "gradio==3.1.4"]
    (dst / "requirements.txt").write_text("\n".join(requirements))
    (dst / "app.py").write_text(app_code(), encoding="utf-8")
    return dst

# %% misconception="no_versions" task="make_demo_folder"
def app_code():
    """Your requirements name no versions.

    The newest ones will be installed, whatever they have changed until then.

    Look at requirements.txt, and at how a version is written.
    """
    return '''\
from pathlib import Path
from timeit import default_timer as timer

import gradio as gr
import torch
from model import create_model

here = Path(__file__).parent
class_names = (here / "class_names.txt").read_text(encoding="utf-8").splitlines()
model, transform = create_model(num_classes=len(class_names))
state = torch.load(here / "model.pth", map_location=torch.device("cpu"), weights_only=True)
model.load_state_dict(state)


def predict(img):
    start = timer()
    x = transform(img.convert("RGB")).unsqueeze(0)
    model.eval()
    with torch.inference_mode():
        probs = torch.softmax(model(x), dim=1)[0]
    shown = {name: float(probs[i]) for i, name in enumerate(class_names)}
    return shown, round(timer() - start, 4)


demo = gr.Interface(
    fn=predict,
    inputs=gr.Image(type="pil"),
    outputs=[gr.Label(num_top_classes=3), gr.Number(label="Seconds")],
    examples=[[str(path)] for path in sorted((here / "examples").glob("*"))],
)

if __name__ == "__main__":
    demo.launch()
'''


def make_demo_folder(dst, model_path, weights_path, class_names, examples):
    dst = Path(dst)
    (dst / "examples").mkdir(parents=True, exist_ok=True)
    shutil.copy(model_path, dst / "model.py")
    shutil.copy(weights_path, dst / "model.pth")
    for example in examples:
        shutil.copy(example, dst / "examples" / Path(example).name)
    (dst / "class_names.txt").write_text("\n".join(class_names) + "\n", encoding="utf-8")
    requirements = ["torch", "torchvision", "gradio"]
    (dst / "requirements.txt").write_text("\n".join(requirements))
    (dst / "app.py").write_text(app_code(), encoding="utf-8")
    return dst

# %% misconception="version_of_your_build" task="make_demo_folder"
def app_code():
    """Your requirements ask for a build that PyPI does not have.

    What follows a + in a version names a local build, for a CPU or a kind of GPU. Others cannot install it.

    Look at where your version numbers come from.
    """
    return '''\
from pathlib import Path
from timeit import default_timer as timer

import gradio as gr
import torch
from model import create_model

here = Path(__file__).parent
class_names = (here / "class_names.txt").read_text(encoding="utf-8").splitlines()
model, transform = create_model(num_classes=len(class_names))
state = torch.load(here / "model.pth", map_location=torch.device("cpu"), weights_only=True)
model.load_state_dict(state)


def predict(img):
    start = timer()
    x = transform(img.convert("RGB")).unsqueeze(0)
    model.eval()
    with torch.inference_mode():
        probs = torch.softmax(model(x), dim=1)[0]
    shown = {name: float(probs[i]) for i, name in enumerate(class_names)}
    return shown, round(timer() - start, 4)


demo = gr.Interface(
    fn=predict,
    inputs=gr.Image(type="pil"),
    outputs=[gr.Label(num_top_classes=3), gr.Number(label="Seconds")],
    examples=[[str(path)] for path in sorted((here / "examples").glob("*"))],
)

if __name__ == "__main__":
    demo.launch()
'''


def make_demo_folder(dst, model_path, weights_path, class_names, examples):
    dst = Path(dst)
    (dst / "examples").mkdir(parents=True, exist_ok=True)
    shutil.copy(model_path, dst / "model.py")
    shutil.copy(weights_path, dst / "model.pth")
    for example in examples:
        shutil.copy(example, dst / "examples" / Path(example).name)
    (dst / "class_names.txt").write_text("\n".join(class_names) + "\n", encoding="utf-8")
    requirements = ["torch==2.13.0+cpu", "torchvision==0.28.0", "gradio>=5"]
    (dst / "requirements.txt").write_text("\n".join(requirements))
    (dst / "app.py").write_text(app_code(), encoding="utf-8")
    return dst

# %% misconception="examples_left_behind" task="make_demo_folder"
def app_code():
    """The examples are not in your folder.

    A page with examples needs their files, and the other computer has only what the folder holds.

    Look at which files you copy.
    """
    return '''\
from pathlib import Path
from timeit import default_timer as timer

import gradio as gr
import torch
from model import create_model

here = Path(__file__).parent
class_names = (here / "class_names.txt").read_text(encoding="utf-8").splitlines()
model, transform = create_model(num_classes=len(class_names))
state = torch.load(here / "model.pth", map_location=torch.device("cpu"), weights_only=True)
model.load_state_dict(state)


def predict(img):
    start = timer()
    x = transform(img.convert("RGB")).unsqueeze(0)
    model.eval()
    with torch.inference_mode():
        probs = torch.softmax(model(x), dim=1)[0]
    shown = {name: float(probs[i]) for i, name in enumerate(class_names)}
    return shown, round(timer() - start, 4)


demo = gr.Interface(
    fn=predict,
    inputs=gr.Image(type="pil"),
    outputs=[gr.Label(num_top_classes=3), gr.Number(label="Seconds")],
    examples=[[str(path)] for path in sorted((here / "examples").glob("*"))],
)

if __name__ == "__main__":
    demo.launch()
'''


def make_demo_folder(dst, model_path, weights_path, class_names, examples):
    dst = Path(dst)
    (dst / "examples").mkdir(parents=True, exist_ok=True)
    shutil.copy(model_path, dst / "model.py")
    shutil.copy(weights_path, dst / "model.pth")
    for example in examples:
        print(example)
    (dst / "class_names.txt").write_text("\n".join(class_names) + "\n", encoding="utf-8")
    requirements = ["torch>=2.6", "torchvision>=0.21", "gradio>=5"]
    (dst / "requirements.txt").write_text("\n".join(requirements))
    (dst / "app.py").write_text(app_code(), encoding="utf-8")
    return dst

# %% misconception="only_three_colours" task="make_demo_folder"
def app_code():
    """Your app fails on pictures that are grey or transparent.

    Visitors bring what they have. The transforms are for mode RGB.

    Look at what happens to a picture before the transforms.
    """
    return '''\
from pathlib import Path
from timeit import default_timer as timer

import gradio as gr
import torch
from model import create_model

here = Path(__file__).parent
class_names = (here / "class_names.txt").read_text(encoding="utf-8").splitlines()
model, transform = create_model(num_classes=len(class_names))
state = torch.load(here / "model.pth", map_location=torch.device("cpu"), weights_only=True)
model.load_state_dict(state)


def predict(img):
    start = timer()
    x = transform(img).unsqueeze(0)
    model.eval()
    with torch.inference_mode():
        probs = torch.softmax(model(x), dim=1)[0]
    shown = {name: float(probs[i]) for i, name in enumerate(class_names)}
    return shown, round(timer() - start, 4)


demo = gr.Interface(
    fn=predict,
    inputs=gr.Image(type="pil"),
    outputs=[gr.Label(num_top_classes=3), gr.Number(label="Seconds")],
    examples=[[str(path)] for path in sorted((here / "examples").glob("*"))],
)

if __name__ == "__main__":
    demo.launch()
'''


def make_demo_folder(dst, model_path, weights_path, class_names, examples):
    dst = Path(dst)
    (dst / "examples").mkdir(parents=True, exist_ok=True)
    shutil.copy(model_path, dst / "model.py")
    shutil.copy(weights_path, dst / "model.pth")
    for example in examples:
        shutil.copy(example, dst / "examples" / Path(example).name)
    (dst / "class_names.txt").write_text("\n".join(class_names) + "\n", encoding="utf-8")
    requirements = ["torch>=2.6", "torchvision>=0.21", "gradio>=5"]
    (dst / "requirements.txt").write_text("\n".join(requirements))
    (dst / "app.py").write_text(app_code(), encoding="utf-8")
    return dst

# %% misconception="random_weights" task="make_demo_folder"
def app_code():
    """Your app answers with random numbers: its weights were never put into the model.

    Loading a file gives a dict. The model knows nothing of it until it is told.

    Look at what app.py does with what it loaded.
    """
    return '''\
from pathlib import Path
from timeit import default_timer as timer

import gradio as gr
import torch
from model import create_model

here = Path(__file__).parent
class_names = (here / "class_names.txt").read_text(encoding="utf-8").splitlines()
model, transform = create_model(num_classes=len(class_names))
state = torch.load(here / "model.pth", map_location=torch.device("cpu"), weights_only=True)


def predict(img):
    start = timer()
    x = transform(img.convert("RGB")).unsqueeze(0)
    model.eval()
    with torch.inference_mode():
        probs = torch.softmax(model(x), dim=1)[0]
    shown = {name: float(probs[i]) for i, name in enumerate(class_names)}
    return shown, round(timer() - start, 4)


demo = gr.Interface(
    fn=predict,
    inputs=gr.Image(type="pil"),
    outputs=[gr.Label(num_top_classes=3), gr.Number(label="Seconds")],
    examples=[[str(path)] for path in sorted((here / "examples").glob("*"))],
)

if __name__ == "__main__":
    demo.launch()
'''


def make_demo_folder(dst, model_path, weights_path, class_names, examples):
    dst = Path(dst)
    (dst / "examples").mkdir(parents=True, exist_ok=True)
    shutil.copy(model_path, dst / "model.py")
    shutil.copy(weights_path, dst / "model.pth")
    for example in examples:
        shutil.copy(example, dst / "examples" / Path(example).name)
    (dst / "class_names.txt").write_text("\n".join(class_names) + "\n", encoding="utf-8")
    requirements = ["torch>=2.6", "torchvision>=0.21", "gradio>=5"]
    (dst / "requirements.txt").write_text("\n".join(requirements))
    (dst / "app.py").write_text(app_code(), encoding="utf-8")
    return dst

# %% misconception="folder_expected" task="make_demo_folder"
def app_code():
    """Your function fails where the folder is not there yet.

    A folder in a folder in a folder: all of them may be missing.

    Look at how the folder is made.
    """
    return '''\
from pathlib import Path
from timeit import default_timer as timer

import gradio as gr
import torch
from model import create_model

here = Path(__file__).parent
class_names = (here / "class_names.txt").read_text(encoding="utf-8").splitlines()
model, transform = create_model(num_classes=len(class_names))
state = torch.load(here / "model.pth", map_location=torch.device("cpu"), weights_only=True)
model.load_state_dict(state)


def predict(img):
    start = timer()
    x = transform(img.convert("RGB")).unsqueeze(0)
    model.eval()
    with torch.inference_mode():
        probs = torch.softmax(model(x), dim=1)[0]
    shown = {name: float(probs[i]) for i, name in enumerate(class_names)}
    return shown, round(timer() - start, 4)


demo = gr.Interface(
    fn=predict,
    inputs=gr.Image(type="pil"),
    outputs=[gr.Label(num_top_classes=3), gr.Number(label="Seconds")],
    examples=[[str(path)] for path in sorted((here / "examples").glob("*"))],
)

if __name__ == "__main__":
    demo.launch()
'''


def make_demo_folder(dst, model_path, weights_path, class_names, examples):
    dst = Path(dst)
    (dst / "examples").mkdir()
    shutil.copy(model_path, dst / "model.py")
    shutil.copy(weights_path, dst / "model.pth")
    for example in examples:
        shutil.copy(example, dst / "examples" / Path(example).name)
    (dst / "class_names.txt").write_text("\n".join(class_names) + "\n", encoding="utf-8")
    requirements = ["torch>=2.6", "torchvision>=0.21", "gradio>=5"]
    (dst / "requirements.txt").write_text("\n".join(requirements))
    (dst / "app.py").write_text(app_code(), encoding="utf-8")
    return dst

# %% misconception="first_come_first_served" task="split_dataset"
def split_dataset(dataset, split_size=0.2, seed=42):
    """Your first part holds the first items of the dataset.

    Folders are sorted by class: the first fifth of all pictures shows a fifth of the dishes.

    Look at where chance comes into your split.
    """
    first = int(len(dataset) * split_size)
    return Subset(dataset, range(first)), Subset(dataset, range(first, len(dataset)))

# %% misconception="seed_unused" task="split_dataset"
def split_dataset(dataset, split_size=0.2, seed=42):
    """The same seed gives another split each time.

    Without a generator of its own, the split continues with whatever numbers come next.

    Look at where your seed goes.
    """
    first = int(len(dataset) * split_size)
    one, other = random_split(dataset, [first, len(dataset) - first])
    return one, other

# %% misconception="always_the_same_seed" task="split_dataset"
def split_dataset(dataset, split_size=0.2, seed=42):
    """All seeds give the same split.

    A number that is written into the function is not the one that the caller chose.

    Look at what the generator is seeded with.
    """
    first = int(len(dataset) * split_size)
    generator = torch.Generator().manual_seed(42)
    one, other = random_split(dataset, [first, len(dataset) - first], generator=generator)
    return one, other

# %% misconception="one_got_lost" task="split_dataset"
def split_dataset(dataset, split_size=0.2, seed=42):
    """Some items are in neither part.

    Two numbers that are both rounded down need not add up to the whole.

    Look at how the second length is computed.
    """
    first = int(len(dataset) * split_size)
    second = int(len(dataset) * (1 - split_size))
    order = torch.randperm(len(dataset), generator=torch.Generator().manual_seed(seed)).tolist()
    return Subset(dataset, order[:first]), Subset(dataset, order[first : first + second])

# %% misconception="parts_exchanged" task="split_dataset"
def split_dataset(dataset, split_size=0.2, seed=42):
    """Your parts come in the other order: the first has the size that the second should have.

    split_size is the share of the first part.

    Look at the order of the two lengths, and of what you return.
    """
    first = int(len(dataset) * split_size)
    generator = torch.Generator().manual_seed(seed)
    one, other = random_split(dataset, [first, len(dataset) - first], generator=generator)
    return other, one

# %% misconception="parts_overlap" task="split_dataset"
def split_dataset(dataset, split_size=0.2, seed=42):
    """Some items are in both parts.

    Two draws know nothing of each other. Draw one order, and cut it once.

    Look at how often you draw.
    """
    first = int(len(dataset) * split_size)
    generator = torch.Generator().manual_seed(seed)
    count = len(dataset)
    one = torch.randperm(count, generator=generator)[:first].tolist()
    other = torch.randperm(count, generator=generator)[: count - first].tolist()
    return Subset(dataset, one), Subset(dataset, other)

# %% misconception="dice_reset" task="split_quietly"
def split_quietly(dataset, split_size=0.2, seed=42):
    """After your split, torch's own random numbers start from your seed.

    torch.manual_seed returns a generator, but it is torch's own, and it has just been reset.

    Look at where your generator comes from.
    """
    first = int(len(dataset) * split_size)
    lengths = [first, len(dataset) - first]
    one, other = random_split(dataset, lengths, generator=torch.manual_seed(seed))
    return one, other

# %% misconception="dice_used" task="split_quietly"
def split_quietly(dataset, split_size=0.2, seed=42):
    """Your split uses torch's own numbers: it depends on what was drawn before, and takes some away.

    Without a generator of its own, every random function shares one.

    Look at what your random order is drawn with.
    """
    first = int(len(dataset) * split_size)
    order = torch.randperm(len(dataset)).tolist()
    return Subset(dataset, order[:first]), Subset(dataset, order[first:])

# %% misconception="old_seed_set_again" task="split_quietly"
def split_quietly(dataset, split_size=0.2, seed=42):
    """After your split, torch's own numbers start from the beginning of their old seed.

    A generator is not only a seed: it is a seed and how far one has come. To put it back means to put back its state.

    Look at what you save before and restore after.
    """
    first = int(len(dataset) * split_size)
    before = torch.initial_seed()
    lengths = [first, len(dataset) - first]
    one, other = random_split(dataset, lengths, generator=torch.manual_seed(seed))
    torch.manual_seed(before)
    return one, other

# %% misconception="quiet_but_not_random" task="split_quietly"
def split_quietly(dataset, split_size=0.2, seed=42):
    """Your first part holds the first items of the dataset, so chance is left alone.

    No traces, but no random split either: the seed should decide who goes where.

    Look at where chance comes into your split.
    """
    first = int(len(dataset) * split_size)
    other = range(first, len(dataset))
    return Subset(dataset, range(first)), Subset(dataset, other)

# %% misconception="quiet_overlap" task="split_quietly"
def split_quietly(dataset, split_size=0.2, seed=42):
    """Some items are in both parts.

    Draw one order, and cut it once.

    Look at how often you draw.
    """
    first = int(len(dataset) * split_size)
    generator = torch.Generator().manual_seed(seed)
    count = len(dataset)
    one = torch.randperm(count, generator=generator)[:first].tolist()
    other = torch.randperm(count, generator=generator)[: count - first].tolist()
    return Subset(dataset, one), Subset(dataset, other)

# %% misconception="shared_among_the_others" task="smoothed_loss"
def smoothed_loss(logits, y, eps=0.1):
    """Your loss is a little off: the right class gets no part of the share.

    The share is spread over all classes, the right one included. So it keeps a little more than 1 - eps.

    Look at by how many the share is divided, and who gets a part.
    """
    log_probs = logits.log_softmax(dim=1)
    count = logits.shape[1]
    target = torch.full_like(log_probs, eps / (count - 1))
    target.scatter_(1, y.unsqueeze(1), 1 - eps)
    return -(target * log_probs).sum(dim=1).mean()

# %% misconception="softmax_twice" task="smoothed_loss"
def smoothed_loss(logits, y, eps=0.1):
    """Your loss hardly depends on how sure the model is.

    A softmax of probabilities makes all classes nearly equal. Logits need it once.

    Look at what goes into the logarithm, step by step.
    """
    log_probs = logits.softmax(dim=1).log_softmax(dim=1)
    right = -log_probs.gather(1, y.unsqueeze(1)).squeeze(1)
    return ((1 - eps) * right - eps * log_probs.mean(dim=1)).mean()

# %% misconception="not_smoothed" task="smoothed_loss"
def smoothed_loss(logits, y, eps=0.1):
    """Your loss is plain cross entropy.

    With a share of 0 both are the same; with any other, certainty costs something.

    Look at where eps enters.
    """
    log_probs = logits.log_softmax(dim=1)
    return -log_probs.gather(1, y.unsqueeze(1)).mean()

# %% misconception="summed_over_classes" task="smoothed_loss"
def smoothed_loss(logits, y, eps=0.1):
    """Your loss is too large, the more classes there are.

    Each class gets its part of the share, not all of it.

    Look at whether you average or sum over the classes.
    """
    log_probs = logits.log_softmax(dim=1)
    right = -log_probs.gather(1, y.unsqueeze(1)).squeeze(1)
    return ((1 - eps) * right - eps * log_probs.sum(dim=1)).mean()

# %% misconception="summed_over_the_batch" task="smoothed_loss"
def smoothed_loss(logits, y, eps=0.1):
    """Your loss grows with the number of samples.

    A mean does not depend on how many there are, so a learning rate fits any batch.

    Look at your last step.
    """
    log_probs = logits.log_softmax(dim=1)
    right = -log_probs.gather(1, y.unsqueeze(1)).squeeze(1)
    return ((1 - eps) * right - eps * log_probs.mean(dim=1)).sum()

# %% misconception="shares_exchanged" task="smoothed_loss"
def smoothed_loss(logits, y, eps=0.1):
    """With a small eps your loss pays no attention to the right class.

    eps is what is taken from it, not what it keeps.

    Look at which part is multiplied by what.
    """
    log_probs = logits.log_softmax(dim=1)
    right = -log_probs.gather(1, y.unsqueeze(1)).squeeze(1)
    return (eps * right - (1 - eps) * log_probs.mean(dim=1)).mean()

# %% misconception="log_of_zero" task="smoothed_loss"
def smoothed_loss(logits, y, eps=0.1):
    """With large logits your loss is infinite or no number.

    A small probability is rounded to 0 before its logarithm is taken. There is a function that does both at once and never gets there.

    Look at the two steps between logits and logarithm.
    """
    log_probs = logits.softmax(dim=1).log()
    right = -log_probs.gather(1, y.unsqueeze(1)).squeeze(1)
    return ((1 - eps) * right - eps * log_probs.mean(dim=1)).mean()

# %% misconception="graph_cut" task="smoothed_loss"
def smoothed_loss(logits, y, eps=0.1):
    """No gradient flows through your loss.

    A number has no memory of how it was computed. A loss must have one.

    Look at what you do to the result before you return it.
    """
    log_probs = logits.log_softmax(dim=1)
    right = -log_probs.gather(1, y.unsqueeze(1)).squeeze(1)
    return ((1 - eps) * right - eps * log_probs.mean(dim=1)).mean().detach()

# %% misconception="batches_averaged" task="evaluate_all"
def evaluate_all(model, dataloader, k=1, device="cpu"):
    """Your share is the average of the batches' shares.

    A last batch of two samples then counts as much as a full one. Count samples, not batches.

    Look at what you add up, and at what you divide by in the end.
    """
    model.to(device)
    model.eval()
    right, total = 0, 0
    with torch.inference_mode():
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            best = model(X).topk(k, dim=1).indices
            right += (best == y.unsqueeze(1)).sum().item() / len(y)
            total += 1
    return right / total

# %% misconception="one_guess_only" task="evaluate_all"
def evaluate_all(model, dataloader, k=1, device="cpu"):
    """Whatever k is, you count the first guess.

    Top-5 means that the truth may be any of the five.

    Look at where k is used.
    """
    model.to(device)
    model.eval()
    right, total = 0, 0
    with torch.inference_mode():
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            best = model(X).topk(1, dim=1).indices
            right += (best == y.unsqueeze(1)).sum().item()
            total += len(y)
    return right / total

# %% misconception="evaluated_in_training_mode" task="evaluate_all"
def evaluate_all(model, dataloader, k=1, device="cpu"):
    """Dropout or BatchNorm were in training mode while you counted.

    Ask twice, and you get two answers. A model in evaluation mode has one.

    Look for the line that sets the mode.
    """
    model.to(device)
    right, total = 0, 0
    with torch.inference_mode():
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            best = model(X).topk(k, dim=1).indices
            right += (best == y.unsqueeze(1)).sum().item()
            total += len(y)
    return right / total

# %% misconception="least_likely" task="evaluate_all"
def evaluate_all(model, dataloader, k=1, device="cpu"):
    """You count the classes that the model holds least likely.

    Sorted upwards, the best come last.

    Look at the direction in which the logits are sorted.
    """
    model.to(device)
    model.eval()
    right, total = 0, 0
    with torch.inference_mode():
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            best = model(X).topk(k, dim=1, largest=False).indices
            right += (best == y.unsqueeze(1)).sum().item()
            total += len(y)
    return right / total

# %% misconception="divided_by_guesses" task="evaluate_all"
def evaluate_all(model, dataloader, k=1, device="cpu"):
    """With several guesses your share is too small.

    Of k guesses one at most can be right. Divide by what could have been hit: the samples.

    Look at what you divide by.
    """
    model.to(device)
    model.eval()
    right, total = 0, 0
    with torch.inference_mode():
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            best = model(X).topk(k, dim=1).indices
            right += (best == y.unsqueeze(1)).sum().item()
            total += best.numel()
    return right / total

# %% misconception="last_batch_skipped" task="evaluate_all"
def evaluate_all(model, dataloader, k=1, device="cpu"):
    """The last, smaller batch does not count.

    Each picture of the test set counts, also those that do not fill a batch.

    Look for a condition on the size of a batch.
    """
    model.to(device)
    model.eval()
    right, total = 0, 0
    with torch.inference_mode():
        for X, y in dataloader:
            if len(y) < dataloader.batch_size:
                continue
            X, y = X.to(device), y.to(device)
            best = model(X).topk(k, dim=1).indices
            right += (best == y.unsqueeze(1)).sum().item()
            total += len(y)
    return right / total

# %% misconception="row_of_another" task="evaluate_all"
def evaluate_all(model, dataloader, k=1, device="cpu"):
    """You find the truth among the guesses for other samples too.

    A comparison with broadcasting meets every row. Each sample has its own guesses and its own truth.

    Look at the shapes on both sides of the comparison.
    """
    model.to(device)
    model.eval()
    right, total = 0, 0
    with torch.inference_mode():
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            best = model(X).topk(k, dim=1).indices
            right += sum(int(label in best) for label in y)
            total += len(y)
    return right / total

# %% misconception="sure_enough_is_unsure" task="failure_report"
def failure_report(predict_fn, images, threshold=0.5):
    """A probability that just reaches the threshold counts as unsure.

    Below means below.

    Look at your comparison, and at the case of equality.
    """
    report = []
    for image in images:
        reason = None
        if image.mode != "RGB":
            reason = "mode"
        elif len(image.getcolors(image.width * image.height)) == 1:
            reason = "blank"
        else:
            probs = predict_fn(image)[0]
            if max(probs.values()) <= threshold:
                reason = "unsure"
        report.append(reason)
    return report

# %% misconception="sure_ones_flagged" task="failure_report"
def failure_report(predict_fn, images, threshold=0.5):
    """You flag the answers that the model is sure of.

    Unsure means that even the favourite has a low probability.

    Look at the direction of your comparison.
    """
    report = []
    for image in images:
        reason = None
        if image.mode != "RGB":
            reason = "mode"
        elif len(image.getcolors(image.width * image.height)) == 1:
            reason = "blank"
        else:
            probs = predict_fn(image)[0]
            if max(probs.values()) > threshold:
                reason = "unsure"
        report.append(reason)
    return report

# %% misconception="lowest_probability" task="failure_report"
def failure_report(predict_fn, images, threshold=0.5):
    """Almost every answer counts as unsure.

    With several classes the lowest probability is always small. What tells is how high the favourite stands.

    Look at which of the probabilities you compare.
    """
    report = []
    for image in images:
        reason = None
        if image.mode != "RGB":
            reason = "mode"
        elif len(image.getcolors(image.width * image.height)) == 1:
            reason = "blank"
        else:
            probs = predict_fn(image)[0]
            if min(probs.values()) < threshold:
                reason = "unsure"
        report.append(reason)
    return report

# %% misconception="blank_comes_first" task="failure_report"
def failure_report(predict_fn, images, threshold=0.5):
    """A blank picture of another mode is called blank.

    The reasons have an order, and the first one that holds is the answer.

    Look at the order of your conditions.
    """
    report = []
    for image in images:
        reason = None
        if len(image.getcolors(image.width * image.height)) == 1:
            reason = "blank"
        elif image.mode != "RGB":
            reason = "mode"
        else:
            probs = predict_fn(image)[0]
            if max(probs.values()) < threshold:
                reason = "unsure"
        report.append(reason)
    return report

# %% misconception="blank_means_grey" task="failure_report"
def failure_report(predict_fn, images, threshold=0.5):
    """A picture of one single colour is not blank to you, unless it is grey.

    A colour has three numbers, which may differ. It is from pixel to pixel that nothing may change.

    Look at what you compare with what.
    """
    report = []
    for image in images:
        reason = None
        if image.mode != "RGB":
            reason = "mode"
        elif len(np.unique(np.array(image))) == 1:
            reason = "blank"
        else:
            probs = predict_fn(image)[0]
            if max(probs.values()) < threshold:
                reason = "unsure"
        report.append(reason)
    return report

# %% misconception="everybody_is_asked" task="failure_report"
def failure_report(predict_fn, images, threshold=0.5):
    """Your model is shown pictures that it was not made for.

    The cheap questions come first, so that the model is spared what would break it.

    Look at where predict_fn is called, and for whom.
    """
    report = []
    for image in images:
        reason = None
        probs = predict_fn(image)[0]
        if image.mode != "RGB":
            reason = "mode"
        elif len(image.getcolors(image.width * image.height)) == 1:
            reason = "blank"
        else:
            if max(probs.values()) < threshold:
                reason = "unsure"
        report.append(reason)
    return report

# %% misconception="asked_in_rgb" task="failure_report"
def failure_report(predict_fn, images, threshold=0.5):
    """You convert pictures of other modes and never report them.

    To mend it in silence hides where visitors will fail. The report is to say so.

    Look at what you do to the mode before you ask about it.
    """
    report = []
    for image in images:
        reason = None
        image = image.convert("RGB")
        if image.mode != "RGB":
            reason = "mode"
        elif len(image.getcolors(image.width * image.height)) == 1:
            reason = "blank"
        else:
            probs = predict_fn(image)[0]
            if max(probs.values()) < threshold:
                reason = "unsure"
        report.append(reason)
    return report
